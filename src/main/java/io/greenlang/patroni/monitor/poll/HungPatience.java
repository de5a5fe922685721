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
    private @Nullable Pause last;

    /**
     * While it is left alone.
     *
     * @param hungAt when that was found; what is said meanwhile is no newer
     * @param until when it is asked again
     */
    record Pause(Instant hungAt, Instant until) {}

    /** @param first the first pause; doubled each time up to {@link #LONGEST} */
    HungPatience(Duration first) {
        this.first = first;
        this.pause = first;
    }

    /** Null when there is no reason to wait. */
    @Nullable Pause pause(Instant now) {
        return last != null && now.isBefore(last.until()) ? last : null;
    }

    /** A failure of that time is another one than that which it is left alone for. */
    boolean isNews(Instant failedAt) {
        return last == null || failedAt.isAfter(last.hungAt());
    }

    void hung(Instant now) {
        last = new Pause(now, now.plus(pause));
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** It answered, or there is other proof that PostgreSQL works again. */
    void recovered() {
        last = null;
        pause = first;
    }
}
