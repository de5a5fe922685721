package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import java.time.Duration;
import java.time.Instant;

/**
 * When one {@link SlowSource} is asked again. For one thread at a time.
 *
 * @param <T> what it answers
 */
interface Pace<T> {
    boolean isDue(Instant now);

    void asked(Instant now);

    /** Takes in what came of the question that was put at {@code asked}. */
    void learn(Answer<T> answer, Instant asked);

    /** Between two questions while all goes well. */
    Duration interval();

    /** Asks every {@code interval}, after a failure in {@code retry}. */
    static <T> Pace<T> every(Duration interval, Duration retry) {
        return new Regular<>(interval, interval, retry);
    }

    /** Asks whenever there is an opportunity, which comes every {@code interval}. */
    static <T> Pace<T> eachRound(Duration interval) {
        return new Regular<>(interval, Duration.ZERO, Duration.ZERO);
    }

    /** Of a source that is switched off. */
    static <T> Pace<T> never() {
        return new Regular<>(Duration.ZERO, Duration.ZERO, Duration.ZERO, Instant.MAX);
    }

    /** @param <T> what is answered */
    final class Regular<T> implements Pace<T> {
        private final Duration interval;
        private final Duration pause;
        private final Duration retry;
        private Instant dueAt;

        private Regular(Duration interval, Duration pause, Duration retry) {
            this(interval, pause, retry, Instant.MIN);
        }

        private Regular(Duration interval, Duration pause, Duration retry, Instant dueAt) {
            this.interval = interval;
            this.pause = pause;
            this.retry = retry;
            this.dueAt = dueAt;
        }

        @Override
        public boolean isDue(Instant now) {
            return !dueAt.isAfter(now);
        }

        @Override
        public void asked(Instant now) {
            dueAt = now.plus(pause);
        }

        @Override
        public void learn(Answer<T> answer, Instant asked) {
            if (!answer.isAnswered()) {
                dueAt = asked.plus(retry);
            }
        }

        @Override
        public Duration interval() {
            return interval;
        }
    }
}
