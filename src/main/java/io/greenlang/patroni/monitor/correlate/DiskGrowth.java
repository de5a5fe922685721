package io.greenlang.patroni.monitor.correlate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * How fast one volume fills, by what was read of it within the last hour: the median of the slopes between any two
 * readings. A straight line through all of them would take a file that was copied there once, or a sort that spills for
 * some minutes, for lasting growth. One thread at a time.
 */
final class DiskGrowth {
    /** How long a reading counts. */
    static final Duration WINDOW = Duration.ofHours(1);
    /** What less than this proves is noise. */
    static final Duration LEAST = Duration.ofMinutes(15);
    /** An hour tells nothing of what comes later than this. */
    static final Duration FARTHEST = Duration.ofDays(30);
    /** Between two readings that are kept: there are at most 73 of them, however often the volume is read. */
    private static final Duration APART = Duration.ofSeconds(50);

    private final Deque<Reading> readings = new ArrayDeque<>();
    private boolean changed;
    private double bytesPerSecond;

    record Reading(Instant at, long usedBytes) {}

    List<Reading> keep() {
        return List.copyOf(readings);
    }

    void restore(List<Reading> kept) {
        readings.addAll(kept);
        changed = true;
    }

    /** Takes in a reading; one that is known already, or too close to the one before, changes nothing. */
    void read(Instant at, long usedBytes) {
        Reading last = readings.peekLast();
        if (last != null && at.isBefore(last.at().plus(APART))) {
            return;
        }
        readings.add(new Reading(at, usedBytes));
        readings.removeIf(reading -> reading.at().isBefore(at.minus(WINDOW)));
        changed = true;
    }

    /** When what is available will be used up; empty where nothing grows, too little is known, or it is too far away. */
    Optional<Duration> fills(long availableBytes) {
        if (changed) {
            bytesPerSecond = medianSlope();
            changed = false;
        }
        double seconds = availableBytes / bytesPerSecond;
        return bytesPerSecond > 0 && seconds <= FARTHEST.toSeconds()
                ? Optional.of(Duration.ofSeconds(Math.round(seconds)))
                : Optional.empty();
    }

    /** Bytes in a second; 0 while too little is known. */
    private double medianSlope() {
        Reading[] all = readings.toArray(Reading[]::new);
        if (all.length < 2
                || Duration.between(all[0].at(), all[all.length - 1].at()).compareTo(LEAST) < 0) {
            return 0;
        }
        double[] slopes = new double[all.length * (all.length - 1) / 2];
        int next = 0;
        for (int later = 1; later < all.length; later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                slopes[next++] = slope(all[earlier], all[later]);
            }
        }
        Arrays.sort(slopes);
        int middle = slopes.length / 2;
        return slopes.length % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2;
    }

    private static double slope(Reading earlier, Reading later) {
        return (later.usedBytes() - earlier.usedBytes())
                / (Duration.between(earlier.at(), later.at()).toMillis() / 1000.0);
    }
}
