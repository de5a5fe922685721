package io.greenlang.patroni.monitor.testing.bench;

import java.time.Duration;
import java.util.List;

/** Measured times, of which the exact percentiles are wanted. */
record Durations(List<Duration> sorted) {
    Durations {
        sorted = sorted.stream().sorted().toList();
    }

    /** The smallest measured value that at least this share (0 to 1) of all values doesn't exceed. */
    Duration percentile(double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    Duration median() {
        return percentile(0.5);
    }

    Duration slowest() {
        return percentile(1);
    }
}
