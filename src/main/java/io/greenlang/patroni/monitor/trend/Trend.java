package io.greenlang.patroni.monitor.trend;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The last hour of one cluster. Immutable.
 *
 * @param since when its first snapshot was taken
 * @param at when the hour ends: with its newest snapshot, or later
 * @param patience how long a snapshot stands for the time after it
 * @param members by name; those that have left are among them for an hour
 */
public record Trend(Instant since, Instant at, Duration patience, List<MemberTrend> members) {
    /** How much time is one bucket. */
    public static final Duration STEP = Duration.ofSeconds(30);

    public static final int BUCKETS = 120;
    public static final Duration HOUR = STEP.multipliedBy(BUCKETS);

    /** Before the first snapshot. */
    public static final Trend NOTHING = new Trend(Instant.EPOCH, Instant.EPOCH, Duration.ZERO, List.of());

    public Trend {
        members = List.copyOf(members);
    }

    /**
     * One member.
     *
     * @param now in the newest snapshot
     * @param hour a reading for each bucket, the oldest first; the last one is that of the newest snapshot
     */
    public record MemberTrend(String name, MemberBucket now, List<MemberBucket> hour) {
        private MemberTrend moved(int buckets, MemberBucket standing) {
            return new MemberTrend(
                    name,
                    standing,
                    Stream.concat(hour.stream().skip(buckets), Collections.nCopies(buckets, standing).stream())
                            .toList());
        }
    }

    /** Since the epoch; one begins with its first instant. */
    static long bucket(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    /** The hour that ends now. A snapshot that should have been followed by another one says nothing of the time since. */
    public Trend until(Instant now) {
        if (!now.isAfter(at)) {
            return this;
        }
        int buckets = (int) Math.min(bucket(now) - bucket(at), BUCKETS);
        boolean stands = Duration.between(at, now).compareTo(patience) <= 0;
        return new Trend(
                since,
                now,
                patience,
                members.stream()
                        .map(member -> member.moved(buckets, stands ? member.now() : MemberBucket.ABSENT))
                        .toList());
    }

    /** How much of the hour before {@link #at} was watched. */
    public Duration watched() {
        Duration all = Duration.between(since, at);
        return all.compareTo(HOUR) < 0 ? all : HOUR;
    }
}
