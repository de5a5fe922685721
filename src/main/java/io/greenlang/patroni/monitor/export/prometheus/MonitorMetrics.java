package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.timestamp;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CLUSTER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CONFIGURED;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MEMBER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MONITOR;

import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.rule.Unit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the monitor says about itself, and what it makes of what it sees. */
final class MonitorMetrics {
    private static final Subject<Alert> ALERT = CONFIGURED.each(
            List.of("member", "alertname", "severity", "state"),
            report -> report.alerts().stream(),
            MonitorMetrics::labels);
    private static final Subject<Alert> HELD = CONFIGURED.each(
            List.of("member", "alertname", "severity"),
            report -> report.alerts().stream().filter(alert -> alert.state() == Alert.State.HELD),
            alert -> labels(alert).subList(0, 3));

    private static final Subject<DiscoveryReport> DISCOVERY =
            MONITOR.each("discover", report -> report.discoveries().stream(), DiscoveryReport::name);

    private MonitorMetrics() {}

    static List<Metric> all(BuildInfo build) {
        return Stream.of(SightMetrics.all(), times(), verdicts(), self(build))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Metric> times() {
        return List.of(
                gauge(
                        "patroni_monitor_clock_offset_seconds",
                        "How far the member's clock is ahead of the monitor's, in seconds; negative when it is behind, and 0 when"
                                + " it differs by less than about 1.5 s.",
                        MEMBER,
                        member -> member.cluster()
                                .clockSkew(member.seen())
                                .map(skew -> seconds(skew.ahead()))
                                .orElse(null)),
                timestamp(
                        "patroni_monitor_last_poll_timestamp_seconds",
                        "When the cluster's last poll finished, in seconds since 1970.",
                        CLUSTER,
                        snapshot -> snapshot.at()),
                timestamp(
                        "patroni_monitor_sizes_timestamp_seconds",
                        "When WAL and database sizes, and disks by SQL, were last read, in seconds since 1970.",
                        MEMBER,
                        member -> member.seen().sizes().receivedAt().orElse(null)));
    }

    private static List<Metric> verdicts() {
        return List.of(
                gauge(
                        "patroni_monitor_alert",
                        "1 for every alert that the monitor itself holds pending or firing.",
                        ALERT,
                        alert -> 1),
                gauge(
                        "patroni_monitor_alert_held",
                        "The last known value of an alert that fires on while its facts are unknown, in the unit of its metric.",
                        HELD,
                        Alert::value),
                gauge(
                        "patroni_monitor_threshold",
                        "The limit of an alert in the unit of its metric; for a state that lasts too long, in seconds.",
                        CONFIGURED.each(List.of("alertname", "severity"), ShownThreshold::of, ShownThreshold::labels),
                        ShownThreshold::value));
    }

    private static List<Metric> self(BuildInfo build) {
        return List.of(
                gauge(
                        "patroni_monitor_config_last_reload_successful",
                        "1 if the configuration in force is the last that was read, 0 if that was bad.",
                        MONITOR,
                        report -> flag(report.configReloaded())),
                gauge(
                        "patroni_monitor_discovered_clusters",
                        "Number of clusters that are known in a place where they are looked for; those of other shards, too.",
                        DISCOVERY,
                        place -> place.looked() || place.clusters() > 0 ? place.clusters() : null),
                gauge(
                        "patroni_monitor_discovery_up",
                        "1 if the last look for clusters in this place went well and each that it found is watched, else 0; absent before the first.",
                        DISCOVERY,
                        place -> place.looked() ? flag(place.isSound()) : null),
                gauge(
                        "patroni_monitor_build_info",
                        "Always 1; the version is in the labels.",
                        MONITOR.each(
                                List.of("version", "java_version"),
                                report -> Stream.of(build),
                                info -> List.of(info.version(), info.javaVersion())),
                        info -> 1));
    }

    private static List<String> labels(Alert alert) {
        return List.of(
                Objects.requireNonNullElse(alert.member(), ""),
                alert.name(),
                alert.severity().label(),
                alert.state().label());
    }

    /** A limit of one cluster, for the lines in a diagram. */
    private record ShownThreshold(String alertName, Severity severity, double value) {
        /** The limits that are numbers; a rule that only holds or does not has none to show. */
        static Stream<ShownThreshold> of(ClusterReport report) {
            return Catalogue.rules().stream()
                    .filter(rule -> rule.unit() != Unit.CONDITION)
                    .flatMap(rule -> rule.severities().stream()
                            .flatMap(severity -> rule
                                    .limit(severity, report.config().thresholds())
                                    .map(limit -> new ShownThreshold(rule.name(), severity, value(rule, limit)))
                                    .stream()));
        }

        private static double value(Rule rule, Limit limit) {
            return rule.unit() == Unit.DURATION ? limit.pendingFor().toSeconds() : limit.value();
        }

        List<String> labels() {
            return List.of(alertName, severity.label());
        }
    }
}
