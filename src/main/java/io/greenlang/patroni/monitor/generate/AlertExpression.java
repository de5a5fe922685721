package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;

/**
 * The expression of one severity of a rule. It keeps no labels but cluster and member, so that alerts from several scrape
 * jobs, and from the daemon's own push, are one. While the facts are unknown, what fires is held by the series that the
 * daemon exposes for that: an expression that just finds nothing would resolve.
 */
final class AlertExpression {
    private AlertExpression() {}

    static String of(Rule rule, Severity severity, Limit limit) {
        String condition = rule.promql(severity, limit);
        return rule.configKey().isEmpty() ? condition : """
                max by (cluster, member) (
                  %s%s
                )""".formatted(condition, orHeld(rule, severity));
    }

    /** The daemon's own verdict holds by itself what is unknown. */
    private static String orHeld(Rule rule, Severity severity) {
        return rule.isJudgedHere(severity)
                ? ""
                : "\n  or patroni_monitor_alert_held{alertname=\"%s\",severity=\"%s\"}"
                        .formatted(rule.name(), severity.label());
    }
}
