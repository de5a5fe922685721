package io.greenlang.patroni.monitor.availability;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The leader changes of a period, and what those cost that are not known to be planned.
 *
 * @param failovers known not to be planned
 * @param unclear nobody knows whether they were planned; their cost counts, too
 * @param switchovers planned
 * @param worst the longest time without a writable leader, and when; null when none was seen
 * @param median of those times; null when none was seen
 * @param timesUnknown of how many that time is unknown
 * @param lostBytes WAL that was lost, of those of which that is known; null when it is known of none
 * @param atLeast some of {@code lostBytes} is a lower bound
 * @param lossesUnknown of how many the loss is unknown
 */
public record FailoverTally(
        int failovers,
        int unclear,
        int switchovers,
        @Nullable Worst worst,
        @Nullable Duration median,
        int timesUnknown,
        @Nullable Long lostBytes,
        boolean atLeast,
        int lossesUnknown) {

    /** The longest time without a writable leader. */
    public record Worst(Instant at, Duration leaderless) {}

    static FailoverTally of(List<Day> days) {
        List<Takeover> all =
                days.stream().flatMap(day -> day.takeovers().stream()).toList();
        int moreFailovers = days.stream().mapToInt(Day::moreFailovers).sum();
        int moreUnclear = days.stream().mapToInt(Day::moreUnclear).sum();
        int more = moreFailovers + moreUnclear;
        List<Duration> times = all.stream()
                .map(Takeover::leaderless)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        List<Long> losses =
                all.stream().map(Takeover::lostBytes).filter(Objects::nonNull).toList();
        int failovers = (int) all.stream().filter(Takeover::failover).count();
        return new FailoverTally(
                failovers + moreFailovers,
                all.size() - failovers + moreUnclear,
                days.stream().mapToInt(Day::switchovers).sum(),
                worst(all),
                median(times),
                all.size() - times.size() + more,
                losses.isEmpty()
                        ? null
                        : losses.stream().mapToLong(Long::longValue).sum(),
                all.stream().anyMatch(Takeover::atLeast),
                all.size() - losses.size() + more);
    }

    private static @Nullable Worst worst(List<Takeover> all) {
        return all.stream()
                .filter(one -> one.leaderless() != null)
                .map(one -> new Worst(one.at(), Objects.requireNonNull(one.leaderless())))
                .max(Comparator.comparing(Worst::leaderless))
                .orElse(null);
    }

    /** Of an even number the mean of the two in the middle. */
    private static @Nullable Duration median(List<Duration> sorted) {
        int size = sorted.size();
        return size == 0
                ? null
                : sorted.get((size - 1) / 2).plus(sorted.get(size / 2)).dividedBy(2);
    }

    /** All that are not known to be planned. */
    public int costly() {
        return failovers + unclear;
    }

    /** More may have been lost than {@code lostBytes} says. */
    public boolean isLowerBound() {
        return atLeast || lossesUnknown > 0;
    }
}
