package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Since when nobody holds the leader lock although the DCS answers and somebody could take it: reads work, writes do not.
 * One per cluster, one thread at a time.
 */
final class FreeLock {
    private @Nullable Instant since;
    /** The last round in which it could be told whether somebody holds it; null before the first. */
    private @Nullable Instant lastSight;

    @Nullable Instant keep() {
        return since;
    }

    /** @param at the last round before that */
    void restore(@Nullable Instant kept, Instant at) {
        since = kept;
        lastSight = at;
    }

    /**
     * Null while the lock is held, nobody could take it, it is free on purpose (pause), or the DCS does not answer, which
     * failsafe mode is a sign of; and while the DCS is read directly and can't be, for then all members' words prove nothing.
     *
     * @param farthest what may lie between two rounds that saw it free: in a longer time somebody may have held it
     */
    @Nullable Instant since(Observation seen, Leadership leadership, List<FailoverCandidate> candidates, Duration farthest) {
        if (lastSight != null && lastSight.plus(farthest).isBefore(seen.finished())) {
            since = null;
        }
        if (leadership.blind()) {
            return since;
        }
        if (seen.dcs().direct().isOutOfReach() == Certainty.YES) {
            return null; // not known for now; the time counts on when it can be read again soon
        }
        lastSight = seen.finished();
        boolean couldBeTaken = candidates.stream().anyMatch(candidate -> !candidate.isExcluded())
                || (leadership.hasLeader() == Certainty.YES && patroniAnswers(seen, leadership.leader()));
        boolean free = isFree(seen) && !isKeptByFailsafe(seen, leadership);
        boolean untaken = dcsAnswers(seen) && free && couldBeTaken && !seen.isPaused();
        if (!untaken) {
            since = null;
        } else if (since == null) {
            since = seen.finished();
        }
        return since;
    }

    private static boolean patroniAnswers(Observation seen, @Nullable String member) {
        return Optional.ofNullable(member)
                .flatMap(seen::member)
                .filter(observed -> observed.patroni().isAnswered())
                .isPresent();
    }

    /**
     * By the view; or, as Patroni's reads of the DCS keep it fresh, by when members last saw it. Both may come from a watch on which
     * nothing comes in: where the DCS is read itself and can't be, they are not asked.
     */
    private static boolean dcsAnswers(Observation seen) {
        Timing timing = seen.config().timing();
        Duration fresh = timing.readsDcsWithin();
        return LockSeen.in(seen).isKnown()
                || statuses(seen).stream()
                        .map(PatroniStatus::dcsLastSeen)
                        .anyMatch(at -> at != null && !at.plus(fresh).isBefore(seen.finished()));
    }

    /** Nobody owns the key; or its owner is a standby by its own word, and every Patroni sees no leader. */
    private static boolean isFree(Observation seen) {
        LockSeen lock = LockSeen.in(seen);
        if (lock.isKnown() && lock.owner() == null) {
            return true;
        }
        if (seen.dcs().direct().keys().isAnswered()) {
            return false;
        }
        List<PatroniStatus> statuses = statuses(seen);
        return !statuses.isEmpty() && statuses.stream().allMatch(status -> status.has(Flag.CLUSTER_UNLOCKED));
    }

    /** By the word of its own Patroni; where that does not answer, by anyone's. */
    private static boolean isKeptByFailsafe(Observation seen, Leadership leadership) {
        if (leadership.hasLeader() != Certainty.YES) {
            return false;
        }
        Optional<PatroniStatus> leaders = Optional.ofNullable(leadership.leader())
                .flatMap(seen::member)
                .flatMap(member -> member.patroni().value());
        return leaders.map(status -> status.has(Flag.FAILSAFE_ACTIVE))
                .orElseGet(() -> statuses(seen).stream().anyMatch(status -> status.has(Flag.FAILSAFE_ACTIVE)));
    }

    private static List<PatroniStatus> statuses(Observation seen) {
        return seen.members().stream()
                .map(MemberObservation::patroni)
                .flatMap(answer -> answer.value().stream())
                .toList();
    }
}
