package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a leader's Patroni owes, to tell one that is gone from one that was only missed. A leader that hangs, or
 * whose host lost its power, keeps its lock for at least ttl minus loop_wait, so that a successor that leads sooner was given
 * it. Answers that are late for less than that prove nothing, and neither do those that can't be read, nor those that never
 * reach a monitor that is cut off. Confined to one thread.
 */
final class LeaderSilence {
    private final String leader;
    /** At any time while it led: one that could never be read proves nothing by its silence. */
    private final boolean everAnswered;

    private Instant lastSign;
    private int late;
    /** While it was silent its lock was renewed: only the way to it is cut. */
    private boolean cutOff;

    private boolean gone;
    private boolean missed;

    /**
     * @param seen a round in which it leads
     * @param before what was known of the leader of the round before that
     */
    LeaderSilence(String leader, Observation seen, @Nullable LeaderSilence before) {
        Answer<PatroniStatus> patroni =
                seen.member(leader).map(MemberObservation::patroni).orElse(Answer.notAsked());
        this.leader = leader;
        if (before != null && before.leader.equals(leader) && !patroni.isAnswered()) {
            this.everAnswered = before.everAnswered;
            this.lastSign = before.lastSign;
            this.late = before.late;
            this.cutOff = before.cutOff;
        } else {
            this.everAnswered = patroni.isAnswered();
            this.lastSign = seen.finished();
        }
        watch(patroni, seen, false);
    }

    /** @param blind nobody could be read in that round */
    void watch(Answer<PatroniStatus> patroni, Observation seen, boolean blind) {
        Optional<FailureKind> silence = patroni.reason().map(Failure::kind);
        missed |= silence.isPresent();
        if (!everAnswered) {
            return;
        }
        if (silence.isEmpty()) {
            gone |= !cutOff && couldHaveExpired(seen.finished(), seen.config().timing());
            cutOff = false;
            givesASign(seen);
        } else if (cutOff || isRenewed(seen)) {
            cutOff = true;
            gone = false;
        } else if (blind && silence.get() != FailureKind.REFUSED) {
            givesASign(seen);
        } else {
            judge(silence.get(), patroni, seen);
        }
    }

    private void givesASign(Observation seen) {
        late = 0;
        lastSign = seen.finished();
    }

    private void judge(FailureKind silence, Answer<PatroniStatus> patroni, Observation seen) {
        switch (silence) {
            case REFUSED -> gone = true;
            case TIMEOUT, EMPTY_REPLY, CUT, HTTP_STATUS, UNREACHABLE, DNS -> {
                late += seen.isShownAgain(patroni) ? 0 : 1;
                gone |= couldHaveExpired(
                        patroni.knownAt().orElse(seen.finished()), seen.config().timing());
            }
            case TLS, AUTH, PERMISSION, BAD_ANSWER, TOO_LARGE -> givesASign(seen);
            default -> {}
        }
    }

    /** One late answer may be the network's or the monitor's own fault, however long the interval is. */
    private boolean couldHaveExpired(Instant at, Timing timing) {
        return late > 1 && Duration.between(lastSign, at).compareTo(timing.earliestExpiry()) >= 0;
    }

    /**
     * It holds the lock for longer than it could without its Patroni, so that only the way to it is cut; unless the DCS is out of
     * reach itself, whose leases then may not run out.
     */
    private boolean isRenewed(Observation seen) {
        Timing timing = seen.config().timing();
        return seen.dcs().direct().isOutOfReach() != Certainty.YES
                && leader.equals(LockSeen.in(seen).owner())
                && Duration.between(lastSign, seen.finished())
                                .compareTo(timing.ttl().plus(timing.loopWait()))
                        > 0;
    }

    boolean isGone() {
        return gone;
    }

    /** An answer could have told what nobody knows. */
    boolean hidesSomething() {
        return missed;
    }
}
