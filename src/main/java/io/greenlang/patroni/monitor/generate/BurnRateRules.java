package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.rule.Severity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Optional rules: how fast a cluster uses up the time in which it may not be writable, by two windows each, as Google's SRE
 * workbook has it. The long window says that it matters, the short one that it still goes on. Only Prometheus can judge them: the
 * daemon remembers no hours.
 */
public final class BurnRateRules {
    static final String LABEL = "burn-rate-rules";
    static final String OPERATOR_LABEL = "burn-rate-prometheusrule";
    /** Of the one alert, and of its page. */
    public static final String ALERT = "PatroniAvailabilityBurnRate";

    static final String NAME = "patroni-availability";

    private static final String SUMMARY =
            "The cluster uses up its error budget of time without a writable leader too fast.";
    private static final String OBJECTIVE = "patroni:availability_objective:ratio";
    private static final String DEFAULT_OBJECTIVE = "0.9995";
    private static final String HEAD = """
            # Made by `patroni-monitor generate %s`. Off until Prometheus reads it.
            # The objective is the one number %s below: change it here. What to choose: docs/runbooks/%s.md
            """;

    private BurnRateRules() {}

    /**
     * Fires above a burn rate; at 1 the budget lasts exactly for its period.
     *
     * @param window long and short, in Prometheus' words
     */
    private record Pace(Severity severity, double rate, String window, String shortWindow) {}

    private static final List<Pace> PACES =
            List.of(new Pace(Severity.CRITICAL, 14.4, "1h", "5m"), new Pace(Severity.WARNING, 1, "3d", "6h"));

    /** {@code alerts/optional/burn-rate.rules.yml}: a file for {@code rule_files}. */
    static String forPrometheus(MonitorConfig config) {
        return Yaml.of(head(LABEL), groups(config));
    }

    /** {@code alerts/optional/burn-rate-prometheusrule.yaml}: a {@code PrometheusRule}. */
    static String forOperator(MonitorConfig config) {
        return Yaml.of(head(OPERATOR_LABEL), RuleFile.resource(NAME, groups(config)));
    }

    private static String head(String label) {
        return HEAD.formatted(label, DEFAULT_OBJECTIVE, ALERT);
    }

    private static Map<String, Object> groups(MonitorConfig config) {
        Map<String, Object> objective = new LinkedHashMap<>();
        objective.put("record", OBJECTIVE);
        objective.put("expr", "vector(" + DEFAULT_OBJECTIVE + ")");
        List<Map<String, Object>> alerts =
                PACES.stream().map(pace -> RuleFile.rule(alert(pace, config))).toList();
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", NAME);
        group.put("rules", List.of(objective, alerts.get(0), alerts.get(1)));
        return Map.of("groups", List.of(group));
    }

    private static AlertRule alert(Pace pace, MonitorConfig config) {
        return new AlertRule(
                ALERT,
                burning(pace, pace.window()) + "\nand\n" + burning(pace, pace.shortWindow()),
                Duration.ZERO,
                Map.of("severity", pace.severity().label()),
                AlertRules.annotations(
                        config.links(),
                        SUMMARY,
                        "{{ $labels.cluster }} had no writable leader for {{ $value | printf \"%%.1f\" }} times as long as its objective allows (last %s)."
                                .formatted(pace.window()),
                        ALERT));
    }

    /**
     * What is not observed is in neither counter. Monitors that watch the same cluster are added up, so that one that lived only
     * for some minutes weighs as little as it saw.
     */
    private static String burning(Pace pace, String window) {
        return """
                sum by (cluster) (increase(patroni_cluster_not_writable_seconds_total[%1$s]))
                / (sum by (cluster) (increase(patroni_cluster_writable_seconds_total[%1$s])) + sum by (cluster) (increase(patroni_cluster_not_writable_seconds_total[%1$s])))
                / (1 - scalar(%2$s)) > %3$s""".formatted(window, OBJECTIVE, plain(pace.rate()));
    }

    private static String plain(double rate) {
        return rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate);
    }
}
