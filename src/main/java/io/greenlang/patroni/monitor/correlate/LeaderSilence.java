package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
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

    private Instant lastAnswer;
    private int late;
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
            this.lastAnswer = before.lastAnswer;
            this.late = before.late;
        } else {
            this.everAnswered = patroni.isAnswered();
            this.lastAnswer = seen.finished();
        }
        watch(patroni, seen, false);
    }

    /** @param blind nobody could be read in that round */
    void watch(Answer<PatroniStatus> patroni, Observation seen, boolean blind) {
        Optional<FailureKind> silence =
                patroni.reason().filter(reason -> everAnswered).map(Failure::kind);
        if (silence.isEmpty()) {
            gone |= couldHaveExpired(seen.finished(), seen.config().timing());
            late = 0;
            lastAnswer = seen.finished();
        } else if (isRenewed(seen)) {
            gone = false;
            missed = true;
        } else if (blind && silence.get() != FailureKind.REFUSED) {
            late = 0;
            missed = true;
            lastAnswer = seen.finished();
        } else {
            judge(silence.get(), patroni.knownAt().orElse(seen.finished()), seen);
        }
    }

    private void judge(FailureKind silence, Instant at, Observation seen) {
        missed = true;
        switch (silence) {
            case REFUSED, UNREACHABLE, DNS -> gone = true;
            case TIMEOUT, EMPTY_REPLY, CUT, HTTP_STATUS -> {
                late++;
                gone |= couldHaveExpired(at, seen.config().timing());
            }
            default -> {}
        }
    }

    /** One late answer may be the network's or the monitor's own fault, however long the interval is. */
    private boolean couldHaveExpired(Instant at, Timing timing) {
        return late > 1
                && Duration.between(lastAnswer, at).compareTo(timing.ttl().minus(timing.loopWait())) >= 0;
    }

    /** It holds the lock for longer than it could without its Patroni, so that only the way to it is cut. */
    private boolean isRenewed(Observation seen) {
        Timing timing = seen.config().timing();
        return leader.equals(LockSeen.in(seen).owner())
                && Duration.between(lastAnswer, seen.finished())
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
