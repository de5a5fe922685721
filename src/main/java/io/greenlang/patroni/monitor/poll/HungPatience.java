package io.greenlang.patroni.monitor.poll;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long to leave a node alone whose {@code /patroni} hangs. Each unanswered question holds one of Patroni's REST
 * threads for as long as PostgreSQL hangs; newer versions have five, and after that even {@code /liveness} is silent
 * and Kubernetes restarts the pod. Confined to its poll thread.
 */
final class HungPatience {
    static final Duration LONGEST = Duration.ofSeconds(60);

    private final Duration first;
    private Duration pause;
    private @Nullable Instant askAgainAt;

    /** @param first the first pause; doubled each time up to {@link #LONGEST} */
    HungPatience(Duration first) {
        this.first = first;
        this.pause = first;
    }

    /** When it is asked again; null when there is no reason to wait. */
    @Nullable Instant waitingUntil(Instant now) {
        return askAgainAt != null && now.isBefore(askAgainAt) ? askAgainAt : null;
    }

    void hung(Instant now) {
        askAgainAt = now.plus(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** It answered, or there is other proof that PostgreSQL works again. */
    void recovered() {
        askAgainAt = null;
        pause = first;
    }
}
