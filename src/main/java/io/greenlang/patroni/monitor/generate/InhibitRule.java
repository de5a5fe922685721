package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.rule.Causality;
import io.greenlang.patroni.monitor.rule.Causality.Inhibition;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Alertmanager keeps silent while something else fires. Immutable.
 *
 * @param source what the alert that silences is like
 * @param target what the alert that is silenced is like
 * @param equal the labels that both have with the same value
 */
record InhibitRule(List<Matcher> source, List<Matcher> target, List<String> equal) {

    /** @param operator {@code =} or {@code =~} */
    record Matcher(String label, String operator, String value) {
        private static Matcher alertname(String name) {
            return new Matcher("alertname", "=", name);
        }

        private static Matcher alertnames(String pattern) {
            return new Matcher("alertname", "=~", pattern);
        }

        private static Matcher severity(Severity severity) {
            return new Matcher("severity", "=", severity.label());
        }
    }

    InhibitRule {
        source = List.copyOf(source);
        target = List.copyOf(target);
        equal = List.copyOf(equal);
    }

    /** A warning by the critical of the same name and subject, then all that the catalogue has. */
    static List<InhibitRule> all() {
        return Stream.concat(
                        Stream.of(warnings()), Causality.inhibitions().stream().map(InhibitRule::of))
                .toList();
    }

    /** Alertmanager may serve others, too. */
    private static InhibitRule warnings() {
        Matcher ours = Matcher.alertnames("Patroni.+");
        return new InhibitRule(
                List.of(ours, Matcher.severity(Severity.CRITICAL)),
                List.of(ours, Matcher.severity(Severity.WARNING)),
                List.of("alertname", "cluster", "member"));
    }

    private static InhibitRule of(Inhibition inhibition) {
        List<Matcher> source = new ArrayList<>();
        source.add(Matcher.alertname(inhibition.cause().name()));
        if (inhibition.severity() != null) {
            source.add(Matcher.severity(inhibition.severity()));
        }
        String effects = inhibition.effects().stream().map(Rule::name).collect(Collectors.joining("|"));
        return new InhibitRule(
                source,
                List.of(Matcher.alertnames(effects)),
                inhibition.sameMember() ? List.of("cluster", "member") : List.of("cluster"));
    }
}
