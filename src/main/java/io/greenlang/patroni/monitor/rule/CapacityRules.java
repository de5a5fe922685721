package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DiskUsage.Known;
import io.greenlang.patroni.monitor.model.DiskUsage.Space;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.util.List;
import java.util.stream.Stream;

/** What runs full: connection slots and file systems. */
final class CapacityRules {
    static final Rule CONNECTION_USAGE = Rule.graded(
            new Rule.Card(
                    "PatroniConnectionUsage",
                    "connection-usage",
                    Unit.PERCENT,
                    StateEffect.IMMEDIATE,
                    "PostgreSQL has nearly all of its max_connections in use",
                    "$member of $cluster uses $value of max_connections."),
            """
            pg_stat_activity_count / pg_settings_max_connections * 100 > $limit \
            or patroni_monitor_failure{source="postgres",reason="too_many_connections"} * 100 > $limit""",
            CapacityRules::connections);

    static final Rule DISK_USAGE = Rule.graded(
            new Rule.Card(
                    "PatroniDiskUsage",
                    "disk-usage",
                    Unit.PERCENT,
                    StateEffect.IMMEDIATE,
                    "A file system of PostgreSQL is nearly full",
                    "The fullest volume of $member of $cluster is $value full."),
            """
            max by (cluster, member) \
            (pg_disk_used_bytes / (pg_disk_used_bytes + pg_disk_available_bytes)) * 100 > $limit""",
            CapacityRules::disks);

    private CapacityRules() {}

    /** A PostgreSQL with no connection left for the monitor has none left for anyone: that is known, not unknown. */
    private static List<Finding> connections(ClusterSnapshot snapshot, Level level) {
        return snapshot.members().stream()
                .flatMap(member -> member.postgres()
                        .fold(
                                answered -> Stream.of(connections(snapshot, level, member, answered.content())),
                                failure -> Stream.of(
                                        failure.kind() == FailureKind.TOO_MANY_CONNECTIONS
                                                ? level.above(member.name(), 100, () -> exhausted(snapshot, member))
                                                        .restingOn(member.postgres())
                                                : level.unknown(member.name(), failure.toString())),
                                Stream::empty))
                .toList();
    }

    private static String exhausted(ClusterSnapshot snapshot, MemberObservation member) {
        return "%s of %s refuses connections: all are in use.".formatted(member.name(), snapshot.cluster());
    }

    private static Finding connections(
            ClusterSnapshot snapshot, Level level, MemberObservation member, PostgresFacts facts) {
        int used = facts.connections().clientBackends();
        int slots = facts.connections().maxConnections();
        double percent = 100.0 * used / slots;
        return level.above(
                member.name(),
                percent,
                () -> "%s of %s uses %s of max_connections (%d of %d)."
                        .formatted(member.name(), snapshot.cluster(), Unit.PERCENT.text(percent), used, slots));
    }

    /** Whether a member's PostgreSQL answers or not: a full disk is what stops it. */
    private static List<Finding> disks(ClusterSnapshot snapshot, Level level) {
        return snapshot.members().stream()
                .map(MemberObservation::name)
                .flatMap(member -> snapshot.facts()
                        .disk(member)
                        .fold(
                                known -> Stream.of(disk(snapshot, level, member, known)),
                                unknown -> unseen(level, member, unknown)))
                .toList();
    }

    private static Stream<Finding> unseen(Level level, String member, DiskUsage.Unknown unknown) {
        return unknown.expected() ? Stream.of(level.unknown(member, unknown.reason())) : Stream.empty();
    }

    private static Finding disk(ClusterSnapshot snapshot, Level level, String member, Known known) {
        Space fullest = known.fullest();
        double percent = fullest.volume().usedPercent();
        return level.above(
                member,
                percent,
                () -> "The %s volume of %s of %s is %s%s full%s%s."
                        .formatted(
                                fullest.volume().volume(),
                                member,
                                snapshot.cluster(),
                                known.source() == DiskSource.SIZE ? "at least " : "",
                                Unit.PERCENT.text(percent),
                                teller(known.source()),
                                forecast(fullest)));
    }

    private static String teller(DiskSource source) {
        return switch (source) {
            case SQL_VIEW, SIZE -> "";
            case NODE_EXPORTER, KUBELET -> " (source: " + source.label() + ")";
        };
    }

    private static String forecast(Space fullest) {
        return fullest.fullIn() == null
                ? ""
                : "; full in about " + Figures.time(fullest.fullIn()) + " at the growth of the last hour";
    }
}
