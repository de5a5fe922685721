package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Certainty;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the time without a writable leader, in steps of rounds: the time between two rounds counts when at least one of
 * them saw no leader and both knew. So an outage counts from the last round that saw a leader to the first that sees one
 * again, at most one poll interval too long at either end. One per cluster, one thread at a time.
 */
final class LeaderlessTime {
    private Duration total = Duration.ZERO;
    private Certainty before = Certainty.UNKNOWN;
    private @Nullable Instant beforeAt;

    Duration total() {
        return total;
    }

    /** From a snapshot; what came after it was not seen, and does not count. */
    void restore(Duration kept) {
        total = kept;
    }

    /** @return the total up to {@code now} */
    Duration add(Instant now, Certainty hasLeader) {
        boolean known = before != Certainty.UNKNOWN && hasLeader != Certainty.UNKNOWN;
        boolean leaderless = before == Certainty.NO || hasLeader == Certainty.NO;
        if (known && leaderless && beforeAt != null && now.isAfter(beforeAt)) {
            total = total.plus(Duration.between(beforeAt, now));
        }
        before = hasLeader;
        beforeAt = now;
        return total;
    }
}
