package io.greenlang.patroni.monitor.rule;

import static io.greenlang.patroni.monitor.model.PostgresSizes.Part.HOUSEKEEPING;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Checksums;
import io.greenlang.patroni.monitor.model.Housekeeping.FreezeAge;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/** What goes wrong slowly, and then all at once. */
final class HousekeepingRules {
    /** Standbys have the same ages by replication, so the primary speaks for all. */
    static final Rule XID_WRAPAROUND = Rule.graded(
            new Rule.Card(
                    "PatroniXidWraparound",
                    "xid-wraparound",
                    Unit.PERCENT,
                    StateEffect.WHEN_FIRING,
                    "Transaction IDs run out: PostgreSQL will stop taking writes",
                    "$member of $cluster has used $value of its transaction or multixact IDs."),
            "max by (cluster, member) (pg_wraparound_ratio) * 100 > $limit",
            (snapshot, level) -> EachMember.by(
                    MemberObservation::postgres,
                    snapshot,
                    level,
                    (member, facts) -> wraparound(snapshot, level, member, facts)));

    static final Rule CHECKSUM_FAILURES = Rule.critical(
            new Rule.Card(
                    "PatroniChecksumFailures",
                    "checksum-failures",
                    Unit.COUNT,
                    StateEffect.WHEN_FIRING,
                    "PostgreSQL reads damaged pages",
                    "Pages of $member of $cluster failed their checksum $value times, the last time within a day."),
            """
            pg_checksum_failures and on (cluster, member) \
            (pg_checksum_last_failure_timestamp_seconds \
            - ignoring (member) group_left () patroni_monitor_last_poll_timestamp_seconds > -86400)""",
            (snapshot, level) -> EachMember.by(
                    MemberObservation::sizes,
                    snapshot,
                    level,
                    (member, sizes) -> Optional.of(read(
                            level, member.name(), sizes, (name, facts) -> checksums(snapshot, level, name, facts)))));

    /** The counter goes up only; this is how long its last increase is news. */
    private static final Duration NEWS = Duration.ofDays(1);

    private HousekeepingRules() {}

    private static Optional<Finding> wraparound(
            ClusterSnapshot snapshot, Level level, MemberObservation member, PostgresFacts facts) {
        if (!facts.isWritable()) {
            return Optional.of(level.clear(member.name()));
        }
        return EachMember.one(
                member,
                member.sizes(),
                level,
                sizes -> Optional.of(read(
                        level,
                        member.name(),
                        sizes,
                        (name, housekeeping) -> wraparound(snapshot, level, name, housekeeping))));
    }

    private static Finding read(
            Level level, String member, PostgresSizes sizes, BiFunction<String, Housekeeping, Finding> judge) {
        Housekeeping facts = sizes.housekeeping();
        if (facts != null) {
            return judge.apply(member, facts);
        }
        Failure failure = sizes.missing().get(HOUSEKEEPING);
        return level.unknown(member, failure == null ? "it was not read" : failure.toString());
    }

    private static Finding wraparound(ClusterSnapshot snapshot, Level level, String member, Housekeeping facts) {
        FreezeAge xid = facts.transactionIds();
        FreezeAge multixact = facts.multixacts();
        boolean worse = multixact.percent() > xid.percent();
        FreezeAge oldest = worse ? multixact : xid;
        return level.above(
                member,
                oldest.percent(),
                () -> "%s of %s has used %s of its %s IDs; the oldest unfrozen one is in database %s."
                        .formatted(
                                member,
                                snapshot.cluster(),
                                Unit.PERCENT.text(oldest.percent()),
                                worse ? "multixact" : "transaction",
                                oldest.database()));
    }

    private static Finding checksums(ClusterSnapshot snapshot, Level level, String member, Housekeeping facts) {
        Checksums checksums = facts.checksums();
        Instant last = checksums == null ? null : checksums.lastFailure();
        if (checksums == null || last == null || snapshot.ageOf(last).compareTo(NEWS) >= 0) {
            return level.clear(member);
        }
        return level.holds(
                member,
                (double) checksums.failures(),
                "Pages of %s of %s failed their checksum %d times, the last time %s ago."
                        .formatted(
                                member, snapshot.cluster(), checksums.failures(), Figures.time(snapshot.ageOf(last))));
    }
}
