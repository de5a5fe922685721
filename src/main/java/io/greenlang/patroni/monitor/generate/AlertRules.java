package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Catalogue.Absence;
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
    private static final String NONE = "";

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
                Map<Duration, String> expressions = expressions(rule, severity);
                expressions.forEach((pendingFor, expr) -> all.add(new AlertRule(
                        rule.name(),
                        expr,
                        pendingFor,
                        labels(rule, severity),
                        annotations(rule, DescriptionTemplate.of(rule, severity)))));
                if (!expressions.isEmpty()) {
                    Catalogue.monitorGone()
                            .partOf(rule, severity)
                            .map(this::absence)
                            .ifPresent(all::add);
                }
            }
        }
        return all;
    }

    /** Without a label of its own it would be a rule of the same name with the same labels. */
    private AlertRule absence(Absence absence) {
        Map<String, String> labels = new TreeMap<>(labels(absence.rule(), absence.severity()));
        labels.put("cluster", NONE);
        return new AlertRule(
                absence.rule().name(),
                absence.promql(),
                absence.pendingFor(),
                labels,
                annotations(absence.rule(), absence.words()));
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

    private static Map<String, String> labels(Rule rule, Severity severity) {
        return Causality.isMeaninglessInMaintenance(rule)
                ? Map.of("severity", severity.label(), "maintenance", IN_MAINTENANCE)
                : Map.of("severity", severity.label());
    }

    private Map<String, String> annotations(Rule rule, String description) {
        return annotations(config.links(), rule.summary() + ".", description, rule.page());
    }

    /** @param page of the runbook */
    static Map<String, String> annotations(LinksConfig links, String summary, String description, String page) {
        return Map.of(
                "summary",
                summary,
                "description",
                description,
                "runbook_url",
                links.runbook(page),
                "dashboard_url",
                links.dashboard() + OF_ITS_CLUSTER);
    }
}
