package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.MonitorConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The alerting rules, for a Prometheus that reads files and for one that the Prometheus Operator runs. */
public final class RuleFile {
    static final String LABEL = "rules";
    static final String OPERATOR_LABEL = "prometheusrule";

    private static final String NAME = "patroni-monitor";

    private RuleFile() {}

    /** {@code alerts/patroni-monitor.rules.yml}: a file for {@code rule_files}. */
    public static String forPrometheus(MonitorConfig config) {
        return Yaml.of(Yaml.generatedBy(LABEL), groups(config));
    }

    /** {@code alerts/prometheusrule.yaml}: a {@code PrometheusRule}. */
    public static String forOperator(MonitorConfig config) {
        return Yaml.of(Yaml.generatedBy(OPERATOR_LABEL), resource(NAME, groups(config)));
    }

    /** A {@code PrometheusRule} that the Operator finds as it finds the others. */
    static Map<String, Object> resource(String name, Map<String, Object> groups) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("apiVersion", "monitoring.coreos.com/v1");
        resource.put("kind", "PrometheusRule");
        resource.put(
                "metadata",
                ordered("name", name, "labels", ordered("app.kubernetes.io/name", NAME, "role", "alert-rules")));
        resource.put("spec", groups);
        return resource;
    }

    private static Map<String, Object> groups(MonitorConfig config) {
        AlertRules rules = new AlertRules(config);
        return ordered(
                "groups",
                List.of(
                        group("patroni-clusters", rules.aboutClusters()),
                        group("patroni-monitor", rules.aboutMonitor())));
    }

    private static Map<String, Object> group(String name, List<AlertRule> rules) {
        return ordered("name", name, "rules", rules.stream().map(RuleFile::rule).toList());
    }

    static Map<String, Object> rule(AlertRule rule) {
        Map<String, Object> entry = ordered("alert", rule.alert(), "expr", rule.expr());
        entry.put("for", duration(rule.pendingFor()));
        entry.put("labels", rule.labels());
        entry.put("annotations", rule.annotations());
        return entry;
    }

    /** As Prometheus writes it, in the largest unit that it is whole in, up to hours: {@code 0s}, {@code 90s}, {@code 4h}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    private static Map<String, Object> ordered(String key, Object value, Object... more) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        for (int i = 0; i < more.length; i += 2) {
            map.put((String) more[i], more[i + 1]);
        }
        return map;
    }
}
