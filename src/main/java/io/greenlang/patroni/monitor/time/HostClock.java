package io.greenlang.patroni.monitor.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.model.ClockOffset;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock of one host, as far as its time stamps tell. A stamp was made between question and answer, so that it bounds how
 * far that clock is from ours; what was known stands until a stamp disproves it by more than a second, so that what is
 * corrected by it does not change from round to round. Safe for concurrent use.
 */
public final class HostClock {
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    @GuardedBy("this") private ClockOffset offset = ClockOffset.NONE;

    /**
     * Takes in a stamp; one that no clock shows tells nothing.
     *
     * @param resolution what the host cuts off its time
     * @param asked by our clock, as {@code received}
     */
    public synchronized ClockOffset learn(Instant stamp, Duration resolution, Instant asked, Instant received) {
        if (!Stamps.isPlausible(stamp)) {
            return offset;
        }
        Duration least = Duration.between(received, stamp);
        Duration most = Duration.between(asked, stamp).plus(resolution);
        boolean disproved = offset.ahead().compareTo(least.minus(TOLERANCE)) < 0
                || offset.ahead().compareTo(most.plus(TOLERANCE)) > 0;
        if (disproved) {
            offset = new ClockOffset(least.plus(most).dividedBy(2));
        }
        return offset;
    }

    /** As it was learned last; none before. */
    public synchronized ClockOffset offset() {
        return offset;
    }
}
