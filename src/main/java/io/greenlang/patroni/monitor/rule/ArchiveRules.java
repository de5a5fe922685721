package io.greenlang.patroni.monitor.rule;

import static io.greenlang.patroni.monitor.model.PostgresSizes.Part.ARCHIVE_STATUS;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.time.Instant;
import java.util.Optional;

/**
 * The archiver's failures and its backlog, where it works: on a primary, and with {@code archive_mode = always} on a
 * standby, too. A former primary's are history.
 */
final class ArchiveRules {
    static final Rule FAILURES = Rule.graded(
            new Rule.Card(
                    "PatroniWalArchiveFailures",
                    "wal-archive-failures",
                    Unit.COUNT,
                    StateEffect.IMMEDIATE,
                    "Archiving WAL failed recently",
                    "WAL archiving on $member of $cluster failed $value times recently."),
            "pg_stat_archiver_failures_recent > $limit",
            (snapshot, level) -> EachMember.by(
                    MemberObservation::postgres, snapshot, level, (m, facts) -> failures(snapshot, level, m, facts)));

    /** The archiver's figures are metrics only where it works. */
    static final Rule BACKLOG = Rule.graded(
            new Rule.Card(
                    "PatroniWalArchiveBacklog",
                    "wal-archive-backlog",
                    Unit.COUNT,
                    StateEffect.WHEN_FIRING,
                    "WAL files wait for the archiver",
                    "$value WAL files on $member of $cluster wait for the archiver."),
            "pg_wal_archive_ready_files > $limit and on (cluster, member) pg_stat_archiver_failed_count",
            (snapshot, level) -> EachMember.by(
                    MemberObservation::postgres, snapshot, level, (m, facts) -> backlog(snapshot, level, m, facts)));

    private ArchiveRules() {}

    private static Optional<Finding> failures(
            ClusterSnapshot snapshot, Level level, MemberObservation member, PostgresFacts facts) {
        if (!facts.archiver().enabled()) {
            return Optional.of(level.clear(member.name()));
        }
        Long failures = snapshot.facts().recentArchiveFailures().get(member.name());
        if (failures == null) {
            return Optional.of(level.unknown(member.name(), "the archiver's statistics were not read"));
        }
        return Optional.of(level.above(
                member.name(),
                failures,
                () -> "WAL archiving on %s of %s failed %d times recently."
                        .formatted(member.name(), snapshot.cluster(), failures)));
    }

    private static Optional<Finding> backlog(
            ClusterSnapshot snapshot, Level level, MemberObservation member, PostgresFacts facts) {
        if (!facts.archiver().enabled()) {
            return Optional.of(level.clear(member.name()));
        }
        return EachMember.one(
                member, member.sizes(), level, sizes -> Optional.of(backlog(snapshot, level, member.name(), sizes)));
    }

    private static String oldest(ClusterSnapshot snapshot, PostgresSizes sizes) {
        Instant oldest = sizes.archiveOldestReady();
        return oldest == null ? "" : ", the oldest for " + Figures.time(snapshot.ageOf(oldest));
    }

    private static Finding backlog(ClusterSnapshot snapshot, Level level, String member, PostgresSizes sizes) {
        Integer ready = sizes.archiveReadyFiles();
        if (ready == null) {
            Failure failure = sizes.missing().get(ARCHIVE_STATUS);
            return level.unknown(member, failure == null ? "the archive status was not read" : failure.toString());
        }
        return level.above(
                member,
                ready,
                () -> "%d WAL files on %s of %s wait for the archiver%s."
                        .formatted(ready, member, snapshot.cluster(), oldest(snapshot, sizes)));
    }
}
