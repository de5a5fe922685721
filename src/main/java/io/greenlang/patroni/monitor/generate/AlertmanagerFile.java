package io.greenlang.patroni.monitor.generate;

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
import java.util.stream.Collectors;

/**
 * {@code alerts/alertmanager.yml}: who is told of what, which is the user's, and what silences what, which is the
 * catalogue's.
 */
public final class AlertmanagerFile {
    static final String LABEL = "alertmanager";

    private static final String ROUTES = "alertmanager.yml";

    private AlertmanagerFile() {}

    public static String text() {
        return Generated.by(LABEL) + routes() + Yaml.of("", Map.of("inhibit_rules", inhibitRules()));
    }

    private static String routes() {
        try (InputStream routes = Objects.requireNonNull(AlertmanagerFile.class.getResourceAsStream(ROUTES))) {
            return new String(routes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of this jar can't be read: " + ROUTES, e);
        }
    }

    private static List<Map<String, List<String>>> inhibitRules() {
        List<Map<String, List<String>>> rules = new ArrayList<>();
        rules.add(rule(
                List.of(ours(), severity(Severity.CRITICAL)),
                List.of(ours(), severity(Severity.WARNING)),
                List.of("alertname", "cluster", "member")));
        Causality.inhibitions().forEach(inhibition -> rules.add(rule(inhibition)));
        return rules;
    }

    private static Map<String, List<String>> rule(Inhibition inhibition) {
        List<String> source = new ArrayList<>();
        source.add("alertname=\"" + inhibition.cause().name() + "\"");
        if (inhibition.severity() != null) {
            source.add(severity(inhibition.severity()));
        }
        String effects = inhibition.effects().stream().map(Rule::name).collect(Collectors.joining("|"));
        return rule(
                source,
                List.of("alertname=~\"" + effects + "\""),
                inhibition.sameMember() ? List.of("cluster", "member") : List.of("cluster"));
    }

    private static Map<String, List<String>> rule(List<String> source, List<String> target, List<String> equal) {
        Map<String, List<String>> rule = new LinkedHashMap<>();
        rule.put("source_matchers", source);
        rule.put("target_matchers", target);
        rule.put("equal", equal);
        return rule;
    }

    /** Alertmanager may serve others, too. */
    private static String ours() {
        return "alertname=~\"Patroni.+\"";
    }

    private static String severity(Severity severity) {
        return "severity=\"" + severity.label() + "\"";
    }
}
