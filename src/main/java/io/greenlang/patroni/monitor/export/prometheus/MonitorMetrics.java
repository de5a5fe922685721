package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.timestamp;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CLUSTER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CONFIGURED;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MEMBER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MONITOR;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the monitor says about itself: what it sees, what it doesn't see and why, and what it makes of it. */
final class MonitorMetrics {
    private static final Subject<Asked> SOURCE =
            MEMBER.each("source", Asked::allOf, asked -> asked.source().label());
    private static final Subject<Unseen> UNSEEN =
            CLUSTER.each(List.of("member", "source", "reason"), Unseen::allOf, Unseen::labels);
    private static final Subject<Alert> ALERT = CONFIGURED.each(
            List.of("member", "alertname", "severity", "state"),
            report -> report.alerts().stream(),
            MonitorMetrics::labels);
    private static final Subject<Alert> HELD = CONFIGURED.each(
            List.of("member", "alertname", "severity"),
            report -> report.alerts().stream().filter(alert -> alert.state() == Alert.State.HELD),
            alert -> labels(alert).subList(0, 3));

    private static final Subject<UnreadSource> UNREAD =
            CLUSTER.each(List.of("member", "source", "reason"), UnreadSource::allOf, UnreadSource::labels);

    private static final Subject<DiscoveryReport> DISCOVERY =
            MONITOR.each("discover", report -> report.discoveries().stream(), DiscoveryReport::name);

    private record Asked(Source source, Answer<?> answer) {
        static Stream<Asked> allOf(SeenMember member) {
            return Stream.of(
                    new Asked(Source.PATRONI, member.seen().patroni()),
                    new Asked(Source.POSTGRES, member.seen().postgres()));
        }
    }

    private MonitorMetrics() {}

    static List<Metric> all(BuildInfo build) {
        return Stream.of(sight(), LeftOutMetrics.all(), times(), verdicts(), self(build))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Metric> sight() {
        return List.of(
                gauge(
                        "patroni_member_info",
                        "Always 1; the texts about a member are its labels, empty when unknown.",
                        MEMBER.each(
                                List.of("role", "host", "patroni_version", "postgres_version"),
                                Stream::of,
                                MemberInfo::labels),
                        member -> 1),
                gauge(
                        "patroni_monitor_member_up",
                        "1 if the member's source answered in the last poll, else 0; absent when it is not asked.",
                        SOURCE,
                        asked -> up(asked.answer())),
                gauge(
                        "patroni_monitor_failure",
                        "1 for every source that gave no usable answer, with the reason; member is empty for the DCS.",
                        UNSEEN,
                        unseen -> 1),
                gauge(
                        "patroni_monitor_source_unread_seconds",
                        "How long a source that is asked has given no usable answer, in seconds; member is empty for the DCS and seeds.",
                        UNREAD,
                        one -> seconds(one.lasting())),
                gauge(
                        "patroni_monitor_privileges_ok",
                        "1 if the monitor's role may read all it should, 0 if pg_monitor or docs/setup.sql is missing.",
                        MEMBER,
                        Privileges::of));
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
                        picture -> picture.at()),
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

    /** 1 answered, 0 failed, null when it was not asked. */
    static @Nullable Integer up(Answer<?> answer) {
        if (answer.isAnswered()) {
            return 1;
        }
        return answer.reason().isPresent() ? 0 : null;
    }

    private static List<String> labels(Alert alert) {
        return List.of(
                Objects.requireNonNullElse(alert.member(), ""),
                alert.name(),
                alert.severity().label(),
                alert.state().label());
    }
}
