package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.OrganisationConfig;
import io.greenlang.patroni.monitor.rule.Causality;
import io.greenlang.patroni.monitor.rule.Causality.Inhibition;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is told of what, which is the user's ({@code organisation}), and what silences what, which is the catalogue's; for an Alertmanager that reads
 * a file and for one that the Prometheus Operator runs.
 */
public final class AlertmanagerFile {
    static final String LABEL = "alertmanager";
    static final String OPERATOR_LABEL = "alertmanagerconfig";

    private AlertmanagerFile() {}

    /** {@code alerts/alertmanager.yml}. */
    static String text(OrganisationConfig organisation) {
        Object rules = inhibitRules("source_matchers", "target_matchers", AlertmanagerFile::text);
        return Yaml.generatedBy(LABEL)
                + routes("alertmanager.yml", organisation)
                + Yaml.of("", Map.of("inhibit_rules", rules));
    }

    /** {@code alerts/alertmanagerconfig.yaml}: an {@code AlertmanagerConfig} of v1alpha1, whose spec comes last. */
    static String forOperator(OrganisationConfig organisation) {
        Object rules = inhibitRules("sourceMatch", "targetMatch", AlertmanagerFile::resource);
        return Yaml.generatedBy(OPERATOR_LABEL)
                + routes("alertmanagerconfig.yaml", organisation)
                + Yaml.of("", Map.of("inhibitRules", rules)).indent(2);
    }

    private static String routes(String file, OrganisationConfig organisation) {
        try (InputStream routes = Objects.requireNonNull(AlertmanagerFile.class.getResourceAsStream(file))) {
            return filled(new String(routes.readAllBytes(), StandardCharsets.UTF_8), organisation);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of this jar can't be read: " + file, e);
        }
    }

    /** Two receivers even where both write to one channel: Alertmanager takes no name twice. */
    private static String filled(String routes, OrganisationConfig organisation) {
        String database = "slack-" + organisation.databaseChannel().substring(1);
        String platform = "slack-" + organisation.platformChannel().substring(1);
        return routes.replace("@pager-receiver@", "pagerduty-" + organisation.pagerDutyService())
                .replace("@database-receiver@", database)
                .replace("@platform-receiver@", platform.equals(database) ? platform + "-monitor" : platform)
                .replace("@database-channel@", organisation.databaseChannel())
                .replace("@platform-channel@", organisation.platformChannel());
    }

    private static List<Map<String, Object>> inhibitRules(
            String source, String target, Function<Matcher, Object> matcher) {
        return InhibitRule.all().stream()
                .map(rule -> {
                    Map<String, Object> entry = new LinkedHashMap<>();
                    entry.put(source, rule.source().stream().map(matcher).toList());
                    entry.put(target, rule.target().stream().map(matcher).toList());
                    entry.put("equal", rule.equal());
                    return entry;
                })
                .toList();
    }

    private static String text(Matcher matcher) {
        return "%s%s\"%s\"".formatted(matcher.label(), matcher.operator(), matcher.value());
    }

    private static Map<String, String> resource(Matcher matcher) {
        Map<String, String> resource = new LinkedHashMap<>();
        resource.put("name", matcher.label());
        resource.put("matchType", matcher.operator());
        resource.put("value", matcher.value());
        return resource;
    }

    /** @param operator {@code =} or {@code =~} */
    private record Matcher(String label, String operator, String value) {
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

    /**
     * What Alertmanager keeps silent while something else fires.
     *
     * @param source what the alert that silences is like
     * @param target what the alert that is silenced is like
     * @param equal the labels that both have with the same value
     */
    private record InhibitRule(List<Matcher> source, List<Matcher> target, List<String> equal) {
        /** A warning by the critical of the same name and subject, then all that the catalogue has. */
        static List<InhibitRule> all() {
            return Stream.concat(
                            Stream.of(warnings()),
                            Causality.inhibitions().stream().map(InhibitRule::of))
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
}
