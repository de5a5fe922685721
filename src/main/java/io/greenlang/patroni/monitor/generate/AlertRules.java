package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Catalogue.Absence;
import io.greenlang.patroni.monitor.rule.Causality;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.rule.Unit;
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
                        annotations(rule, description(rule, severity)))));
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
            String expr = limited.only(expression(rule, severity, limit));
            expressions.merge(pendingFor, expr, (one, other) -> one + "\nor\n" + other);
        }
        return expressions;
    }

    /**
     * It keeps no labels but cluster and member, so that alerts from several scrape jobs, and from the daemon's own push, are one.
     * While the facts are unknown, what fires is held by the series that the daemon exposes for that: an expression that just finds
     * nothing would resolve. The daemon's own verdict holds by itself what is unknown.
     */
    private static String expression(Rule rule, Severity severity, Limit limit) {
        String condition = rule.promql(severity, limit);
        if (rule.configKey().isEmpty()) {
            return condition;
        }
        String held = rule.isJudgedHere(severity)
                ? ""
                : "\n  or patroni_monitor_alert_held{alertname=\"%s\",severity=\"%s\"}"
                        .formatted(rule.name(), severity.label());
        return """
                max by (cluster, member) (
                  %s%s
                )""".formatted(condition, held);
    }

    /** The rule's sentence as a template of Prometheus. */
    private static String description(Rule rule, Severity severity) {
        return rule.words(severity)
                .replace("$cluster", "{{ $labels.cluster }}")
                .replace("$member", "{{ $labels.member }}")
                .replace("$value", value(rule.unit()));
    }

    private static String value(Unit unit) {
        return switch (unit) {
            case SECONDS, SECONDS_LEFT -> "{{ $value | humanizeDuration }}";
            case BYTES -> "{{ $value | humanize1024 }}B";
            case PERCENT, PERCENT_OF_AGE -> "{{ $value | printf \"%.0f\" }} %";
            case INTERVALS -> "{{ $value | printf \"%.1f\" }} intervals";
            case COUNT, CONDITION, DURATION -> "{{ $value | printf \"%.0f\" }}";
        };
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
