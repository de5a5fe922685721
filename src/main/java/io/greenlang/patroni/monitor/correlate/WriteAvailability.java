package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.Certainty;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the time with and without a writable leader, in steps of rounds: the time between two rounds counts as not writable
 * when at least one of them saw no leader and both knew. So an outage counts from the last round that saw a leader to the
 * first that sees one again, at most one poll interval too long at either end. What lies between two rounds that are too far
 * apart, or of which one did not know, was not observed. One per cluster, one thread at a time.
 */
final class WriteAvailability {
    private Duration writable = Duration.ZERO;
    private Duration notWritable = Duration.ZERO;
    private Duration unobserved = Duration.ZERO;
    private Availability restored = Availability.NONE;
    private Certainty before = Certainty.UNKNOWN;
    private @Nullable Instant beforeAt;

    Availability total() {
        return new Availability(writable, notWritable, unobserved);
    }

    /** The part of {@link #total} that this process added; what it counts as unobserved after a restore is of it. */
    Availability sinceStart() {
        return total().minus(restored);
    }

    /** @param at the end of the last round; null when what has passed since then can't be told */
    void restore(Availability kept, @Nullable Instant at) {
        writable = kept.writable();
        notWritable = kept.notWritable();
        unobserved = kept.unobserved();
        restored = kept;
        beforeAt = at;
    }

    /**
     * @param farthest two rounds that are farther apart say nothing of the time between
     * @return the totals up to {@code now}
     */
    Availability add(Instant now, Certainty hasLeader, Duration farthest) {
        if (beforeAt != null && now.isAfter(beforeAt)) {
            count(Duration.between(beforeAt, now), hasLeader, farthest);
        }
        before = hasLeader;
        beforeAt = now;
        return total();
    }

    private void count(Duration step, Certainty hasLeader, Duration farthest) {
        if (before == Certainty.UNKNOWN || hasLeader == Certainty.UNKNOWN || step.compareTo(farthest) > 0) {
            unobserved = unobserved.plus(step);
        } else if (before == Certainty.NO || hasLeader == Certainty.NO) {
            notWritable = notWritable.plus(step);
        } else {
            writable = writable.plus(step);
        }
    }
}
