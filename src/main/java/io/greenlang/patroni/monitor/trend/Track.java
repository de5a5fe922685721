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
    private final MemberBucket[] ring = new MemberBucket[Trend.BUCKETS];
    private long newest;
    private MemberBucket last;
    private Instant seen;

    Track(Instant at, MemberBucket first) {
        Arrays.fill(ring, MemberBucket.ABSENT);
        this.newest = Trend.bucket(at);
        this.last = first;
        this.seen = at;
        ring[slot(newest)] = first;
    }

    private Track(Kept kept) {
        this.newest = kept.newest();
        this.last = MemberBucket.ABSENT;
        this.seen = kept.seen();
        byte[] bytes = Base64.getDecoder().decode(kept.levels());
        if (kept.roles().length() != Trend.BUCKETS || bytes.length != Trend.BUCKETS * MemberBucket.BYTES) {
            throw new IllegalArgumentException("the last hour of a member has not " + Trend.BUCKETS + " readings");
        }
        ByteBuffer levels = ByteBuffer.wrap(bytes);
        for (int i = 0; i < Trend.BUCKETS; i++) {
            ring[slot(newest + 1 + i)] = MemberBucket.get(kept.roles().charAt(i), levels);
        }
    }

    /**
     * What outlives the process.
     *
     * @param newest bucket, the end of the hour
     * @param seen when the member was last in a snapshot
     * @param roles their codes, of the oldest bucket first
     * @param levels in the same order, as {@link MemberBucket#put} writes them, in Base64
     */
    record Kept(long newest, Instant seen, String roles, String levels) {}

    /** The last reading says nothing of the time that nobody watched. */
    static Track of(Kept kept) {
        return new Track(kept);
    }

    Kept keep() {
        StringBuilder roles = new StringBuilder();
        ByteBuffer levels = ByteBuffer.allocate(Trend.BUCKETS * MemberBucket.BYTES);
        for (MemberBucket reading : until(newest)) {
            roles.append(reading.role().code());
            reading.put(levels);
        }
        return new Kept(newest, seen, roles.toString(), Base64.getEncoder().encodeToString(levels.array()));
    }

    /** @param patience how long a reading stands for the time after it */
    void add(Instant at, MemberBucket reading, Duration patience) {
        long bucket = Trend.bucket(at);
        boolean stands = Duration.between(seen, at).compareTo(patience) <= 0;
        if (bucket <= newest) {
            forgetAfter(bucket);
            ring[slot(bucket)] = ring[slot(bucket)].then(reading);
        } else {
            fill(newest + 1, bucket, stands ? last : MemberBucket.ABSENT);
            ring[slot(bucket)] = reading;
        }
        newest = bucket;
        last = reading;
        seen = at;
    }

    /** A clock that was set back must not leave a future behind. */
    void forgetAfter(long bucket) {
        if (bucket < newest) {
            fill(bucket + 1, newest + 1, MemberBucket.ABSENT);
            newest = bucket;
        }
    }

    private void fill(long from, long until, MemberBucket reading) {
        long most = Math.min(until - from, Trend.BUCKETS);
        for (long bucket = from; bucket < from + most; bucket++) {
            ring[slot(bucket)] = reading;
        }
    }

    Instant seen() {
        return seen;
    }

    MemberBucket last() {
        return last;
    }

    boolean isWithinTheHourBefore(long bucket) {
        return newest > bucket - Trend.BUCKETS;
    }

    /** The hour that ends with a bucket, the oldest first. */
    List<MemberBucket> until(long end) {
        List<MemberBucket> hour = new ArrayList<>(Trend.BUCKETS);
        for (long bucket = end - Trend.BUCKETS + 1; bucket <= end; bucket++) {
            boolean kept = bucket <= newest && bucket > newest - Trend.BUCKETS;
            hour.add(kept ? ring[slot(bucket)] : MemberBucket.ABSENT);
        }
        return Collections.unmodifiableList(hour);
    }

    private static int slot(long bucket) {
        return Math.floorMod(bucket, Trend.BUCKETS);
    }
}
