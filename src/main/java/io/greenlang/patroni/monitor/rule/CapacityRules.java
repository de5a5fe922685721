package io.greenlang.patroni.monitor.rule;

import static io.greenlang.patroni.monitor.model.PostgresSizes.Part.DISK;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What runs full: connection slots and file systems. */
final class CapacityRules {
    static final Rule CONNECTION_USAGE = Rule.graded(
            new Rule.Card(
                    "PatroniConnectionUsage",
                    "connection-usage",
                    Unit.PERCENT,
                    StateEffect.IMMEDIATE,
                    "A PostgreSQL has nearly all of its max_connections in use",
                    "$member of $cluster uses $value of its connections."),
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
            (picture, level) -> EachMember.by(
                    MemberObservation::sizes, picture, level, (m, sizes) -> disk(picture, level, m, sizes)));

    /** How PostgreSQL refuses the disk view where docs/setup.sql was never run: no fault, and no alert. */
    private static final Set<FailureKind> NOT_SET_UP = EnumSet.of(FailureKind.SQL, FailureKind.PERMISSION);

    private CapacityRules() {}

    /** A PostgreSQL that has no connection left for the monitor has none left for anybody: that is known, not unknown. */
    private static List<Finding> connections(ClusterSnapshot picture, Level level) {
        return picture.members().stream()
                .flatMap(member -> member.postgres()
                        .fold(
                                answered -> Stream.of(connections(picture, level, member, answered.content())),
                                failure -> Stream.of(
                                        failure.kind() == FailureKind.TOO_MANY_CONNECTIONS
                                                ? level.above(member.name(), 100, () -> exhausted(picture, member))
                                                : level.unknown(member.name(), failure.toString())),
                                Stream::empty))
                .toList();
    }

    private static String exhausted(ClusterSnapshot picture, MemberObservation member) {
        return "%s of %s refuses connections: all are in use.".formatted(member.name(), picture.cluster());
    }

    private static Finding connections(
            ClusterSnapshot picture, Level level, MemberObservation member, PostgresFacts facts) {
        int used = facts.connections().clientBackends();
        int slots = facts.connections().maxConnections();
        double percent = 100.0 * used / slots;
        return level.above(
                member.name(),
                percent,
                () -> "%s of %s uses %s of its connections, %d of %d."
                        .formatted(member.name(), picture.cluster(), Unit.PERCENT.text(percent), used, slots));
    }

    private static Optional<Finding> disk(
            ClusterSnapshot picture, Level level, MemberObservation member, PostgresSizes sizes) {
        Optional<Volume> fullest = sizes.volumes().stream().max(Comparator.comparingDouble(Volume::usedPercent));
        if (fullest.isEmpty()) {
            Failure failure = sizes.missing().get(DISK);
            return failure == null || NOT_SET_UP.contains(failure.kind())
                    ? Optional.empty()
                    : Optional.of(level.unknown(member.name(), failure.toString()));
        }
        Volume volume = fullest.get();
        return Optional.of(level.above(
                member.name(),
                volume.usedPercent(),
                () -> "The %s volume of %s of %s is %s full."
                        .formatted(
                                volume.volume(),
                                member.name(),
                                picture.cluster(),
                                Unit.PERCENT.text(volume.usedPercent()))));
    }
}
