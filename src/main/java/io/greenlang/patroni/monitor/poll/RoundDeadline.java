package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The end of one round. It lies before the start of the next one, so that rounds never overlap and a hung node delays
 * only its own facts.
 */
record RoundDeadline(Instant end, Clock clock) {
    /** For answers that arrive at the deadline, to get past it. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private static final Duration TOO_LITTLE = Duration.ofMillis(20);

    /** 90 % of the interval, but no longer than the slowest source may take: a long interval is no reason to wait. */
    static RoundDeadline of(PollConfig poll, Clock clock) {
        Duration most = poll.interval().multipliedBy(9).dividedBy(10);
        Duration needed = longer(poll.httpTimeout().multipliedBy(2), poll.sqlTimeout());
        return new RoundDeadline(clock.instant().plus(shorter(most, needed)), clock);
    }

    /**
     * For the first round, which begins with nothing known and a cold JVM: as long as the slowest chain of questions may
     * take. It may end after the second round was due; that one is then skipped.
     */
    static RoundDeadline ofFirst(PollConfig poll, Clock clock) {
        Duration discovery = poll.httpTimeout();
        Duration questions = longer(poll.httpTimeout().multipliedBy(2), poll.sqlTimeout());
        return new RoundDeadline(clock.instant().plus(discovery).plus(questions), clock);
    }

    /** What is left of the round; zero when it is over. */
    Duration left() {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The patience for one question: the configured one, cut to what is left. */
    Duration patience(Duration configured) {
        return shorter(configured, left());
    }

    /** Not enough time left to ask anybody anything. */
    boolean isOver() {
        return left().compareTo(TOO_LITTLE) < 0;
    }

    /** What the future gives before the round is over; {@code late} when it doesn't. */
    <T> T await(CompletableFuture<T> answer, T late) throws InterruptedException {
        try {
            return answer.get(left().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return late;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a source threw, which none may", e.getCause());
        }
    }

    /** Waits for something whose result is read elsewhere, until it is there or the round is over. */
    void awaitEnd(CompletableFuture<?> something) throws InterruptedException {
        await(something.handle((done, thrown) -> true), false);
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
