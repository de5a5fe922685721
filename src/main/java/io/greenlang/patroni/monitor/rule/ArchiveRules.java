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
            (picture, level) -> EachMember.by(
                    MemberObservation::postgres, picture, level, (m, facts) -> failures(picture, level, m, facts)));

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
            (picture, level) -> EachMember.by(
                    MemberObservation::postgres, picture, level, (m, facts) -> backlog(picture, level, m, facts)));

    private ArchiveRules() {}

    private static Optional<Finding> failures(
            ClusterSnapshot picture, Level level, MemberObservation member, PostgresFacts facts) {
        if (!facts.archiver().enabled()) {
            return Optional.of(level.clear(member.name()));
        }
        Long failures = picture.facts().recentArchiveFailures().get(member.name());
        if (failures == null) {
            return Optional.of(level.unknown(member.name(), "the archiver's statistics were not read"));
        }
        return Optional.of(level.above(
                member.name(),
                failures,
                () -> "WAL archiving on %s of %s failed %d times recently."
                        .formatted(member.name(), picture.cluster(), failures)));
    }

    private static Optional<Finding> backlog(
            ClusterSnapshot picture, Level level, MemberObservation member, PostgresFacts facts) {
        if (!facts.archiver().enabled()) {
            return Optional.of(level.clear(member.name()));
        }
        return EachMember.one(
                member, member.sizes(), level, sizes -> Optional.of(backlog(picture, level, member.name(), sizes)));
    }

    private static String oldest(ClusterSnapshot picture, PostgresSizes sizes) {
        Instant oldest = sizes.archiveOldestReady();
        return oldest == null ? "" : ", the oldest for " + Figures.time(picture.ageOf(oldest));
    }

    private static Finding backlog(ClusterSnapshot picture, Level level, String member, PostgresSizes sizes) {
        Integer ready = sizes.archiveReadyFiles();
        if (ready == null) {
            Failure failure = sizes.missing().get(ARCHIVE_STATUS);
            return level.unknown(member, failure == null ? "the archive status was not read" : failure.toString());
        }
        return level.above(
                member,
                ready,
                () -> "%d WAL files on %s of %s wait for the archiver%s."
                        .formatted(ready, member, picture.cluster(), oldest(picture, sizes)));
    }
}
