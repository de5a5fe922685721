package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a leader from its last round at work until a successor leads, to tell a switchover from a failover:
 *
 * <ul>
 *   <li>the old leader crashed, vanished, or its Patroni stopped answering, see {@link LeaderSilence}: not planned; unknown
 *       where a switchover was due;
 *   <li>a switchover was scheduled for about now: planned;
 *   <li>its Patroni answered in every round and showed it standing down, and the DCS could be read, by itself, too:
 *       planned;
 *   <li>anything else, rounds so far apart that a lock could expire unseen, and a Patroni that demotes a leader at once when
 *       it crashes, which then looks as if it stood down, or of which that can't be read: unknown.
 * </ul>
 */
final class LeaderTransition {
    private static final Duration SCHEDULE_TOLERANCE = Duration.ofMinutes(2);

    private final String from;
    private final Instant began;
    private final @Nullable ScheduledSwitchover announced;
    private final LeaderSilence silence;

    private Instant lastRound;
    private Instant lastWithout;
    private boolean watchedClosely = true;
    private boolean alwaysKnown = true;
    private boolean dcsLost;
    private @Nullable Instant lockFreeSince;
    private boolean brokeDown;
    private boolean stoodDown;
    private boolean crashesUnseen;

    /**
     * @param seen the last round in which {@code from} led
     * @param before the same of the round before that, where {@code from} led too
     */
    LeaderTransition(
            String from, Observation seen, @Nullable ScheduledSwitchover announced, @Nullable LeaderTransition before) {
        this.from = from;
        this.began = seen.finished();
        this.announced = announced;
        this.silence = new LeaderSilence(from, seen, before == null ? null : before.silence);
        this.lastRound = began;
        this.lastWithout = began;
    }

    /** Every round after that, up to and with the one in which the successor leads. */
    void watch(Observation seen, Leadership now) {
        lastWithout = lastRound;
        Duration pause = Duration.between(lastRound, seen.finished());
        watchedClosely &= pause.compareTo(seen.config().timing().earliestExpiry()) < 0;
        lastRound = seen.finished();
        crashesUnseen |= !seen.knowsConfig() || isDemotedAtOnce(seen.config());
        alwaysKnown &= now.hasLeader() != Certainty.UNKNOWN;
        dcsLost |= !seen.dcs().view().isAnswered()
                || seen.dcs().direct().isOutOfReach() == Certainty.YES
                || isLeftFree(seen);
        seen.member(from).ifPresentOrElse(m -> watch(m.patroni(), seen, now.blind()), () -> brokeDown = true);
    }

    /** For longer than the ttl: in a switchover a candidate takes the lock at once, so that nobody could write to the DCS. */
    private boolean isLeftFree(Observation seen) {
        LockSeen lock = LockSeen.in(seen);
        if (!lock.isKnown() || lock.owner() != null) {
            lockFreeSince = null;
            return false;
        }
        Instant since = lockFreeSince == null ? seen.finished() : lockFreeSince;
        lockFreeSince = since;
        return since.plus(seen.config().timing().ttl()).isBefore(seen.finished());
    }

    private void watch(Answer<PatroniStatus> patroni, Observation seen, boolean blind) {
        silence.watch(patroni, seen, blind);
        brokeDown |= patroni.value().filter(LeaderTransition::isBroken).isPresent();
        dcsLost |= patroni.fold(
                told -> told.content().isOverdueAtDcs(seen.config().timing(), told.received()),
                failure -> false,
                () -> false);
        stoodDown |= patroni.value().filter(LeaderTransition::isStandingDown).isPresent();
    }

    /** @param timeline of the successor */
    LeaderChange end(String to, int timeline, Instant now) {
        Duration leaderless = alwaysKnown && now.isAfter(began) ? Duration.between(began, now) : null;
        return new LeaderChange(now, timeline, from, to, leaderless, planned(to, now));
    }

    /** The end of the last round in which the successor did not lead yet. */
    Instant lastWithout() {
        return lastWithout;
    }

    private Certainty planned(String to, Instant now) {
        boolean isDue = announced != null && isDue(announced, to, now);
        if (brokeDown || silence.isGone()) {
            return isDue ? Certainty.UNKNOWN : Certainty.NO;
        }
        boolean watched = watchedClosely && !silence.hidesSomething() && !dcsLost && !crashesUnseen;
        return isDue || (stoodDown && watched) ? Certainty.YES : Certainty.UNKNOWN;
    }

    private boolean isDue(ScheduledSwitchover switchover, String to, Instant now) {
        return switchover.at() != null
                && !switchover.at().isBefore(began.minus(SCHEDULE_TOLERANCE))
                && !switchover.at().isAfter(now)
                && (switchover.from() == null || switchover.from().equals(from))
                && (switchover.to() == null || switchover.to().equals(to));
    }

    /** {@code primary_start_timeout} (before Patroni 4 {@code master_start_timeout}) is 0. */
    private static boolean isDemotedAtOnce(DynamicConfig config) {
        return Stream.of("primary_start_timeout", "master_start_timeout")
                .anyMatch(key -> "0".equals(config.settings().get(key)));
    }

    /**
     * {@code unknown}: Patroni believes that PostgreSQL runs, but its SQL fails. A primary that starts has crashed, or was restarted
     * and did not come up: a former leader starts as a replica.
     */
    private static boolean isBroken(PatroniStatus status) {
        String state = status.state().text();
        return state.equals("crashed")
                || state.equals("unknown")
                || state.endsWith("failed")
                || (state.equals("starting") && status.role() == NodeRole.PRIMARY);
    }

    private static boolean isStandingDown(PatroniStatus status) {
        String state = status.state().text();
        return status.role() == NodeRole.DEMOTED
                || status.role() == NodeRole.REPLICA
                || state.equals("stopping")
                || state.equals("stopped");
    }
}
