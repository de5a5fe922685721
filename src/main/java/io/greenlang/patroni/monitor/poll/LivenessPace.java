package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * When {@code /liveness} is asked. It tells a hung PostgreSQL from a hung Patroni where {@code /patroni} is silent, and an
 * HA loop that no longer turns where {@code /patroni} answers: in every round while something is wrong, and rarely while
 * nothing is, because each question is a connection. Confined to its poll thread.
 */
final class LivenessPace {
    /** The loop_wait of most clusters: sooner, Patroni itself would not know that its HA loop stands. */
    static final Duration WHILE_WELL = Duration.ofSeconds(10);

    private Answer<Boolean> last = Answer.notAsked();
    private boolean well;

    boolean isDue(Instant now) {
        return !well
                || last.receivedAt()
                        .map(at -> !at.plus(WHILE_WELL).isAfter(now))
                        .orElse(true);
    }

    /** The newest answer, which tells its own time. */
    Answer<Boolean> last() {
        return last;
    }

    void learn(Answer<PatroniStatus> status, Answer<Boolean> liveness) {
        last = liveness;
        well = status.isAnswered() && liveness.value().orElse(false);
    }
}
