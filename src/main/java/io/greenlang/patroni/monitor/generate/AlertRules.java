package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Causality;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The catalogue as alerting rules: each severity of each rule, with the limits of a configuration. Their alerts carry the
 * labels that the daemon gives its own: alertname, severity, cluster, and member where it is about one.
 */
final class AlertRules {
    /** As a label's value, empty is absent. */
    private static final String IN_MAINTENANCE =
            "{{ with printf `patroni_cluster_maintenance{cluster=%q} == 1` $labels.cluster | query }}true{{ end }}";

    private static final String OF_ITS_CLUSTER = "{{ with $labels.cluster }}?var-cluster={{ . }}{{ end }}";

    private final MonitorConfig config;

    AlertRules(MonitorConfig config) {
        this.config = config;
    }

    /** Of the clusters, in the order of the catalogue. */
    List<AlertRule> aboutClusters() {
        return all(Catalogue.rules().stream()
                .filter(rule -> !rule.isAboutMonitor())
                .toList());
    }

    /** Of the monitor itself. */
    List<AlertRule> aboutMonitor() {
        return all(Catalogue.rules().stream().filter(Rule::isAboutMonitor).toList());
    }

    private List<AlertRule> all(List<Rule> rules) {
        List<AlertRule> all = new ArrayList<>();
        for (Rule rule : rules) {
            for (Severity severity : rule.severities()) {
                expressions(rule, severity)
                        .forEach((pendingFor, expr) -> all.add(rule(rule, severity, expr, pendingFor)));
            }
        }
        return all;
    }

    /** One for each {@code for}, whatever limits it covers: two rules of one name with the same labels fail promtool's lint. */
    private Map<Duration, String> expressions(Rule rule, Severity severity) {
        Map<Duration, String> expressions = new LinkedHashMap<>();
        for (LimitedClusters limited : LimitedClusters.of(rule, severity, config)) {
            Limit limit = limited.limit();
            Duration pendingFor = rule.isJudgedHere(severity) ? Duration.ZERO : limit.pendingFor();
            String expr = limited.only(AlertExpression.of(rule, severity, limit));
            expressions.merge(pendingFor, expr, (one, other) -> one + "\nor\n" + other);
        }
        return expressions;
    }

    private AlertRule rule(Rule rule, Severity severity, String expr, Duration pendingFor) {
        Map<String, String> labels = new TreeMap<>(Map.of("severity", severity.label()));
        if (Causality.isMeaninglessInMaintenance(rule)) {
            labels.put("maintenance", IN_MAINTENANCE);
        }
        Map<String, String> annotations = Map.of(
                "summary",
                rule.summary() + ".",
                "description",
                DescriptionTemplate.of(rule, severity),
                "runbook_url",
                config.links().runbook(rule.page()),
                "dashboard_url",
                config.links().dashboard() + OF_ITS_CLUSTER);
        return new AlertRule(rule.name(), expr, pendingFor, labels, annotations);
    }
}
