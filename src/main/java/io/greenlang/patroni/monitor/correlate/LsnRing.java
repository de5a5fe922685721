package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which WAL position the primary had at which time, on one timeline. Times and positions only grow; between two samples
 * the primary is taken to have written evenly. An idle stretch takes two samples, its first and its last moment.
 *
 * <p>Bounded: when full, samples are thinned so that the distance between two of them stays a small share of their age
 * (0.2 % for samples every 5 s), which reaches back for {@link #REACH}. Not for use by several threads.
 */
final class LsnRing {
    static final int CAPACITY = 4096;
    static final Duration REACH = Duration.ofDays(3);

    /** Across a shorter pause the primary is taken to have written evenly, as between any two samples. */
    private static final Duration WATCHED = Duration.ofMinutes(5);
    /** Samples are thinned with age. */
    private static final int CLOSE_FOR_ITS_AGE = 100;

    private static final int FINEST = 500;
    private static final long WAL_SEGMENT_BYTES = 16L << 20;

    /** The primary had this position at this time at the latest. */
    record Sample(Instant time, Lsn lsn) {}

    private final List<Sample> samples = new ArrayList<>();

    /**
     * A position that is a little lower than the last one replaces what it contradicts: a crash loses WAL that was never
     * flushed, and Patroni tells the flushed position where SQL tells the written one. One that is lower by more than a
     * WAL segment (a restore), or an earlier time (the clock was set), starts afresh.
     */
    void add(Instant time, Lsn lsn) {
        if (!samples.isEmpty() && last().time().equals(time)) {
            return;
        }
        if (!samples.isEmpty() && startsAfresh(time, lsn)) {
            samples.clear();
        }
        while (!samples.isEmpty() && last().lsn().compareTo(lsn) > 0) {
            samples.remove(samples.size() - 1);
        }
        if (continuesIdleStretch(lsn)) {
            samples.remove(samples.size() - 1);
        }
        samples.add(new Sample(time, lsn));
        if (samples.size() > CAPACITY) {
            thin(time);
        }
    }

    /** Oldest first. */
    List<Sample> samples() {
        return List.copyOf(samples);
    }

    Optional<Sample> first() {
        return samples.isEmpty() ? Optional.empty() : Optional.of(samples.get(0));
    }

    /** The newest sample that is not later than {@code time}: what the primary had by then for certain. */
    Optional<Sample> asOf(Instant time) {
        int later = firstIndex(s -> s.time().isAfter(time));
        return later == 0 ? Optional.empty() : Optional.of(samples.get(later - 1));
    }

    /**
     * When the primary went beyond {@code lsn}; empty when that was before the first sample. For the newest position, when
     * it was last seen there.
     */
    Optional<Instant> passed(Lsn lsn) {
        int beyond = firstIndex(s -> s.lsn().compareTo(lsn) > 0);
        if (beyond == 0) {
            return Optional.empty();
        }
        Sample before = samples.get(beyond - 1);
        if (beyond == samples.size()) {
            return Optional.of(before.time());
        }
        Sample after = samples.get(beyond);
        double share = (double) lsn.minus(before.lsn()) / after.lsn().minus(before.lsn());
        long nanos =
                Math.round(share * Duration.between(before.time(), after.time()).toNanos());
        return Optional.of(before.time().plusNanos(nanos));
    }

    /**
     * When the primary had gone beyond {@code lsn} for certain, if nobody watched while it did so: then {@link #passed} would
     * be a guess. Empty where the samples on both sides are close together, or close for their age.
     */
    Optional<Instant> passedUnseenBy(Lsn lsn, Instant now) {
        int beyond = firstIndex(s -> s.lsn().compareTo(lsn) > 0);
        if (beyond == 0 || beyond == samples.size()) {
            return Optional.empty();
        }
        Instant after = samples.get(beyond).time();
        Duration unseen = Duration.between(samples.get(beyond - 1).time(), after);
        boolean close = unseen.compareTo(WATCHED) <= 0
                || unseen.multipliedBy(CLOSE_FOR_ITS_AGE).compareTo(Duration.between(after, now)) <= 0;
        return close ? Optional.empty() : Optional.of(after);
    }

    /** The primary's position at {@code time}; beyond either end of the memory, the one at that end. Empty when nothing was added. */
    Optional<Lsn> positionAt(Instant time) {
        if (samples.isEmpty()) {
            return Optional.empty();
        }
        int later = firstIndex(s -> s.time().isAfter(time));
        if (later == 0 || later == samples.size()) {
            return Optional.of(samples.get(Math.max(0, later - 1)).lsn());
        }
        Sample before = samples.get(later - 1);
        Sample after = samples.get(later);
        double share = (double) Duration.between(before.time(), time).toNanos()
                / Duration.between(before.time(), after.time()).toNanos();
        long bytes = Math.round(share * after.lsn().minus(before.lsn()));
        return Optional.of(new Lsn(before.lsn().bytes() + bytes));
    }

    int size() {
        return samples.size();
    }

    private Sample last() {
        return samples.get(samples.size() - 1);
    }

    private boolean startsAfresh(Instant time, Lsn lsn) {
        return time.isBefore(last().time()) || last().lsn().minus(lsn) > WAL_SEGMENT_BYTES;
    }

    private boolean continuesIdleStretch(Lsn lsn) {
        int size = samples.size();
        return size > 1
                && samples.get(size - 1).lsn().equals(lsn)
                && samples.get(size - 2).lsn().equals(lsn);
    }

    private void thin(Instant now) {
        samples.removeIf(s -> s.time().isBefore(now.minus(REACH)));
        for (int fineness = FINEST; fineness > 0 && samples.size() > CAPACITY * 3 / 4; fineness /= 2) {
            thin(now, fineness);
        }
    }

    /** Leaves out each sample without which the distance of its neighbours is still at most age / fineness. */
    private void thin(Instant now, int fineness) {
        List<Sample> all = List.copyOf(samples);
        samples.clear();
        samples.add(all.get(0));
        for (int i = 1; i < all.size() - 1; i++) {
            Instant next = all.get(i + 1).time();
            Duration distance = Duration.between(last().time(), next);
            if (distance.multipliedBy(fineness).compareTo(Duration.between(next, now)) > 0) {
                samples.add(all.get(i));
            }
        }
        samples.add(all.get(all.size() - 1));
    }

    /** By bisection; {@code size} when none is. The test must hold for every sample after the first one for which it holds. */
    private int firstIndex(Predicate<Sample> test) {
        int low = 0;
        int high = samples.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (test.test(samples.get(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
