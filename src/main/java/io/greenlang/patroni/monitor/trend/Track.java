package io.greenlang.patroni.monitor.trend;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One member's ring of buckets. One thread at a time. */
final class Track {
    private final Reading[] ring = new Reading[Trend.BUCKETS];
    private long newest;
    private Reading last;
    private Instant seen;

    Track(Instant at, Reading first) {
        Arrays.fill(ring, Reading.ABSENT);
        this.newest = Trend.bucket(at);
        this.last = first;
        this.seen = at;
        ring[slot(newest)] = first;
    }

    /** @param patience how long a reading stands for the time after it */
    void add(Instant at, Reading reading, Duration patience) {
        long bucket = Trend.bucket(at);
        boolean stands = Duration.between(seen, at).compareTo(patience) <= 0;
        if (bucket <= newest) {
            forgetAfter(bucket);
            ring[slot(bucket)] = ring[slot(bucket)].then(reading);
        } else {
            fill(newest + 1, bucket, stands ? last : Reading.ABSENT);
            ring[slot(bucket)] = reading;
        }
        newest = bucket;
        last = reading;
        seen = at;
    }

    /** A clock that was set back must not leave a future behind. */
    void forgetAfter(long bucket) {
        if (bucket < newest) {
            fill(bucket + 1, newest + 1, Reading.ABSENT);
            newest = bucket;
        }
    }

    private void fill(long from, long until, Reading reading) {
        long most = Math.min(until - from, Trend.BUCKETS);
        for (long bucket = from; bucket < from + most; bucket++) {
            ring[slot(bucket)] = reading;
        }
    }

    Instant seen() {
        return seen;
    }

    Reading last() {
        return last;
    }

    boolean isWithinTheHourBefore(long bucket) {
        return newest > bucket - Trend.BUCKETS;
    }

    /** The hour that ends with a bucket, the oldest first. */
    List<Reading> until(long end) {
        List<Reading> hour = new ArrayList<>(Trend.BUCKETS);
        for (long bucket = end - Trend.BUCKETS + 1; bucket <= end; bucket++) {
            boolean kept = bucket <= newest && bucket > newest - Trend.BUCKETS;
            hour.add(kept ? ring[slot(bucket)] : Reading.ABSENT);
        }
        return Collections.unmodifiableList(hour);
    }

    private static int slot(long bucket) {
        return Math.floorMod(bucket, Trend.BUCKETS);
    }
}
