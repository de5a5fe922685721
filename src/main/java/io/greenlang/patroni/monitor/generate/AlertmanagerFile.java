package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.OrganisationConfig;
import io.greenlang.patroni.monitor.generate.InhibitRule.Matcher;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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
        return Generated.by(LABEL)
                + routes("alertmanager.yml", organisation)
                + Yaml.of("", Map.of("inhibit_rules", rules));
    }

    /** {@code alerts/alertmanagerconfig.yaml}: an {@code AlertmanagerConfig} of v1alpha1, whose spec comes last. */
    static String forOperator(OrganisationConfig organisation) {
        Object rules = inhibitRules("sourceMatch", "targetMatch", AlertmanagerFile::resource);
        return Generated.by(OPERATOR_LABEL)
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
}
