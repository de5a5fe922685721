package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way to the DCS, which decides who may lead. */
final class DcsRules {
    /** Patroni's default where {@code /config} could never be read. */
    private static final String TTL =
            "(patroni_cluster_ttl_seconds or patroni_monitor_last_poll_timestamp_seconds * 0 + "
                    + DynamicConfig.DEFAULTS.timing().ttl().toSeconds() + ")";

    /**
     * A healthy member reads the DCS once per loop_wait, which may be half of a short ttl: harmless until it lasts. The age
     * is the one at the poll: {@code time()} would add the age of the sample, and a second monitor's poll that of the
     * first one's, if that hangs.
     */
    static final Rule DCS_STALE = Rule.graded(
            new Rule.Card(
                    "PatroniDcsStale",
                    "dcs-stale",
                    Unit.PERCENT_OF_AGE,
                    StateEffect.WHEN_FIRING,
                    "A member has not reached the DCS for much of the ttl",
                    "$member of $cluster has not reached the DCS for $value of the ttl; at 100 % the leader must step down."),
            """
            (patroni_monitor_last_poll_timestamp_seconds - ignoring (member) group_right () patroni_dcs_last_seen) \
            / ignoring (member) group_left () %s * 100 > $limit""".formatted(TTL),
            (snapshot, level) ->
                    EachMember.by(MemberObservation::patroni, snapshot, level, (m, s) -> stale(snapshot, level, m, s)));

    static final Rule FAILSAFE_ACTIVE = Rule.warning(
            new Rule.Card(
                    "PatroniFailsafeActive",
                    "failsafe-active",
                    Unit.CONDITION,
                    StateEffect.IMMEDIATE,
                    "The DCS is out of reach and the cluster runs in failsafe mode",
                    "$cluster runs in failsafe mode: the DCS is out of reach."),
            "max by (cluster) (patroni_failsafe_mode_is_active) == 1",
            DcsRules::failsafe);

    /** Reads of the DCS go on, so that its last contact stays fresh: an etcd without a quorum, or rights that were taken. */
    static final Rule READ_ONLY = Rule.critical(
            new Rule.Card(
                    "PatroniDcsReadOnly",
                    "dcs-read-only",
                    Unit.CONDITION,
                    StateEffect.IMMEDIATE,
                    "Nobody can take or keep the leader lock although the DCS answers",
                    "Nobody holds the leader lock of $cluster although the DCS answers and a member could take it."),
            "max by (cluster) (patroni_cluster_lock_free_seconds) > on (cluster) max by (cluster) %s".formatted(TTL),
            DcsRules::readOnly);

    private DcsRules() {}

    /** Patroni before 2.1.2 does not tell. A time in the future is a clock that differs, and no fault of the DCS. */
    private static Optional<Finding> stale(
            ClusterSnapshot snapshot, Level level, MemberObservation member, PatroniStatus status) {
        return Optional.ofNullable(status.dcsLastSeen()).map(seen -> {
            Duration age = Duration.between(seen, snapshot.at());
            Duration ttl = snapshot.seen().config().timing().ttl();
            double percent = 100.0 * Seconds.of(age) / Seconds.of(ttl);
            return level.above(
                    member.name(),
                    percent,
                    () -> "%s of %s has not reached the DCS for %d s; at %d s (ttl) the leader must step down."
                            .formatted(member.name(), snapshot.cluster(), age.toSeconds(), ttl.toSeconds()));
        });
    }

    private static List<Finding> failsafe(ClusterSnapshot snapshot, Level level) {
        if (snapshot.members().stream().noneMatch(m -> m.patroni().isAnswered())) {
            return List.of(level.unknown(null, "no Patroni answers"));
        }
        String active = snapshot.members().stream()
                .filter(DcsRules::isFailsafe)
                .map(MemberObservation::name)
                .collect(Collectors.joining(", "));
        return List.of(
                active.isEmpty()
                        ? level.clear(null)
                        : level.holds(
                                null,
                                1,
                                "%s runs in failsafe mode, as %s says: the DCS is out of reach."
                                        .formatted(snapshot.cluster(), active)));
    }

    /** For longer than the ttl: until then it may be a vote that is under way, which ends no alert either. */
    private static List<Finding> readOnly(ClusterSnapshot snapshot, Level level) {
        Instant since = snapshot.facts().lockFreeSince();
        if (snapshot.isBlind()) {
            return List.of(level.unknown(null, "no member could be read"));
        }
        if (snapshot.seen().dcs().direct().isOutOfReach() == Certainty.YES) {
            return List.of(level.unknown(null, "the monitor can't read the DCS"));
        }
        if (since == null) {
            return List.of(level.clear(null));
        }
        Duration free = snapshot.ageOf(since);
        if (free.compareTo(snapshot.seen().config().timing().ttl()) <= 0) {
            return List.of(level.unknown(null, "nobody holds the lock, and it may be a vote"));
        }
        String leader = snapshot.facts().leadership().leader();
        String writes = leader == null
                ? "no member accepts writes"
                : leader + " still accepts writes and must step down when it can't renew the lock";
        return List.of(level.holds(
                null,
                1,
                "Nobody has held the leader lock of %s for %s although the DCS can be read and %s could take it; %s. Check whether Patroni may write to the DCS (quorum, disk, permissions)."
                        .formatted(snapshot.cluster(), Spoken.of(free), candidates(snapshot, leader), writes)));
    }

    /** Where no replica could, it is the leader who could take it again. */
    private static String candidates(ClusterSnapshot snapshot, @Nullable String leader) {
        long able = snapshot.facts().failoverCandidates().stream()
                .filter(candidate -> !candidate.isExcluded())
                .count();
        if (able == 0) {
            return leader == null ? "a member" : leader;
        }
        return able == 1 ? "1 member" : able + " members";
    }

    /** Somebody says so: then {@link #FAILSAFE_ACTIVE} tells of the DCS. */
    static boolean isFailsafe(ClusterSnapshot snapshot) {
        return snapshot.members().stream().anyMatch(DcsRules::isFailsafe);
    }

    private static boolean isFailsafe(MemberObservation member) {
        return member.patroni()
                .value()
                .map(status -> status.has(PatroniStatus.Flag.FAILSAFE_ACTIVE))
                .orElse(false);
    }
}
