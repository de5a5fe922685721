package io.greenlang.patroni.monitor.trend;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
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

    private Track(Kept kept) {
        this.newest = kept.newest();
        this.last = Reading.ABSENT;
        this.seen = kept.seen();
        byte[] bytes = Base64.getDecoder().decode(kept.levels());
        if (kept.roles().length() != Trend.BUCKETS || bytes.length != Trend.BUCKETS * Reading.BYTES) {
            throw new IllegalArgumentException("the last hour of a member has not " + Trend.BUCKETS + " readings");
        }
        ByteBuffer levels = ByteBuffer.wrap(bytes);
        for (int i = 0; i < Trend.BUCKETS; i++) {
            ring[slot(newest + 1 + i)] = Reading.get(kept.roles().charAt(i), levels);
        }
    }

    /**
     * What outlives the process.
     *
     * @param newest bucket, the end of the hour
     * @param seen when the member was last in a picture
     * @param roles their codes, of the oldest bucket first
     * @param levels in the same order, as {@link Reading#put} writes them, in Base64
     */
    record Kept(long newest, Instant seen, String roles, String levels) {}

    /** The last reading says nothing of the time that nobody watched. */
    static Track of(Kept kept) {
        return new Track(kept);
    }

    Kept keep() {
        StringBuilder roles = new StringBuilder();
        ByteBuffer levels = ByteBuffer.allocate(Trend.BUCKETS * Reading.BYTES);
        for (Reading reading : until(newest)) {
            roles.append(reading.role().code());
            reading.put(levels);
        }
        return new Kept(newest, seen, roles.toString(), Base64.getEncoder().encodeToString(levels.array()));
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
