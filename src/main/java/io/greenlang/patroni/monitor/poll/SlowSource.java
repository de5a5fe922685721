package io.greenlang.patroni.monitor.poll;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One source that is read at a pace of its own, beside the rounds, and shown in all of them while what it said is fresh. One
 * question at a time. Safe for concurrent use.
 *
 * @param <T> what it answers
 */
final class SlowSource<T> {
    /** What could not be read again for this many intervals is no longer shown. */
    private static final int EXPIRE_AFTER = 3;

    private final String what;
    private final Supplier<Pace<T>> paces;
    private final OnFailure onFailure;
    private final Clock clock;
    private final SingleFlight flight;

    /** Another one from {@link #hurry} and {@link #forget} on: an answer that was under way is then dropped. */
    @GuardedBy("this") private Pace<T> pace;

    @GuardedBy("this") private boolean first = true;

    @GuardedBy("this") private Answer<T> last = Answer.notAsked();

    /** What a failed reading does to the answer before it. */
    enum OnFailure {
        /** That one is still fresh enough to be shown, with its age. */
        KEEP_WHAT_IS_FRESH,
        /** It is shown instead. */
        SHOW_IT
    }

    /** What all sources of a cluster share. */
    record Asking(Executor workers, Clock clock, InternalErrors errors) {}

    /**
     * @param what for people: who is asked
     * @param paces makes a pace that begins with a question that is due
     */
    SlowSource(String what, Supplier<Pace<T>> paces, OnFailure onFailure, Asking asking) {
        this.what = what;
        this.paces = paces;
        this.onFailure = onFailure;
        this.clock = asking.clock();
        this.flight = new SingleFlight(what, asking.workers(), asking.clock(), asking.errors());
        this.pace = paces.get();
    }

    /** Nothing was asked yet, or nothing since {@link #forget} or {@link #hurry}: a round may wait for the answer. */
    synchronized boolean isFirst() {
        return first && pace.isDue(clock.instant());
    }

    /**
     * Completes when the answer is there; at once when it is not its turn.
     *
     * @param question must not throw for what the node does
     */
    CompletableFuture<?> refresh(Supplier<Answer<T>> question) {
        Instant now = clock.instant();
        Pace<T> turn = takeTurn(now);
        if (turn == null) {
            return CompletableFuture.completedFuture(null);
        }
        return flight.ask(question, failure -> new Answer.Failed<T>(failure, now))
                .thenAccept(answer -> keep(turn, answer, now));
    }

    private synchronized @Nullable Pace<T> takeTurn(Instant now) {
        if (!pace.isDue(now)) {
            return null;
        }
        first = false;
        pace.asked(now);
        return pace;
    }

    private synchronized void keep(Pace<T> turn, Answer<T> answer, Instant asked) {
        if (turn != pace) {
            return;
        }
        if (answer.isAnswered() || !last.isAnswered() || onFailure == OnFailure.SHOW_IT) {
            last = answer;
        }
        pace.learn(answer, asked);
    }

    /** What was read last, unless that is too long ago. */
    synchronized Answer<T> shown(Instant now) {
        Duration longest = pace.interval().multipliedBy(EXPIRE_AFTER);
        boolean tooOld =
                last.receivedAt().map(at -> at.plus(longest).isBefore(now)).orElse(false);
        if (tooOld) {
            last = Answer.failed(FailureKind.TIMEOUT, what + " could not be asked again in time", now);
        }
        return last;
    }

    /**
     * What to show beside these quick facts of the PostgreSQL through which it is read: nothing while that does not answer, and
     * all of it again when it does.
     */
    Answer<T> beside(Answer<PostgresFacts> facts, Instant now) {
        return facts.fold(
                answered -> shown(now),
                failure -> new Answer.Failed<>(failure, facts.knownAt().orElse(now)),
                Answer::notAsked);
    }

    /** It is to be asked at the next opportunity, whatever its pace; what was read is shown until then. */
    synchronized void hurry() {
        first = true;
        pace = paces.get();
    }

    /** It is another one now: what was read, and what is under way, is of no use. */
    synchronized void forget() {
        last = Answer.notAsked();
        hurry();
    }
}
