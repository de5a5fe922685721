package io.greenlang.patroni.monitor.availability;

import io.greenlang.patroni.monitor.model.Availability;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One cluster over a period of whole days (UTC), the day of its end up to now. Times are by the wall clock.
 *
 * @param asked the begin of the first day that was asked for
 * @param from the later of {@code asked} and the begin of what is remembered; null when nothing is known of the period
 * @param until now
 * @param time with and without a writable leader, and not observed, from {@code from} on
 * @param outages days with time without a writable leader, the longest first
 * @param backups null while they are unknown
 * @param backupsUnknownBecause why, for people; null when they are known
 */
public record AvailabilityReport(
        String cluster,
        Instant asked,
        @Nullable Instant from,
        Instant until,
        Availability time,
        List<Outage> outages,
        FailoverTally failovers,
        @Nullable BackupTally backups,
        @Nullable String backupsUnknownBecause) {
    /** The last round may lie that far back. */
    private static final Duration ROUNDS = Duration.ofMinutes(2);

    public AvailabilityReport {
        outages = List.copyOf(outages);
    }

    /** A day, and how long the cluster could not be written to in it. */
    public record Outage(LocalDate date, Duration notWritable) {}

    /**
     * @param since in the first day of the period
     * @param now by the wall clock
     */
    public static AvailabilityReport of(String cluster, Watched watched, Instant since, Instant now) {
        LocalDate first = Ledger.dateOf(since);
        LocalDate last = Ledger.dateOf(now);
        List<Day> days = watched.days().stream()
                .filter(day -> !day.date().isBefore(first) && !day.date().isAfter(last))
                .toList();
        BackupTally backups = BackupTally.of(watched, days, last).orElse(null);
        Instant from = from(watched, days).orElse(null);
        return new AvailabilityReport(
                cluster,
                begin(first),
                from,
                now,
                whole(days.stream().map(Day::time).reduce(Availability.NONE, Availability::plus), from, now),
                days.stream()
                        .filter(day -> !day.time().notWritable().isZero())
                        .map(day -> new Outage(day.date(), day.time().notWritable()))
                        .sorted(Comparator.comparing(Outage::notWritable).reversed())
                        .toList(),
                FailoverTally.of(days),
                backups,
                backups == null ? unknownBecause(watched) : null);
    }

    private static Optional<Instant> from(Watched watched, List<Day> days) {
        return days.stream().findFirst().map(day -> {
            Instant midnight = begin(day.date());
            return watched.begin() != null && watched.begin().isAfter(midnight) ? watched.begin() : midnight;
        });
    }

    /** What no clock of the monitor counted, because its machine slept or the wall clock was set forward, was not observed. */
    private static Availability whole(Availability counted, @Nullable Instant from, Instant until) {
        Duration missing =
                from == null ? Duration.ZERO : Duration.between(from, until).minus(counted.total());
        return missing.compareTo(ROUNDS) <= 0
                ? counted
                : counted.plus(new Availability(Duration.ZERO, Duration.ZERO, missing));
    }

    private static String unknownBecause(Watched watched) {
        String reason = watched.backups().unknownBecause();
        return reason == null ? "no backup has been seen for a whole day yet" : reason;
    }

    static Instant begin(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The part of the observed time in which the cluster could be written to, 0 to 1; empty when none was observed. */
    public OptionalDouble availability() {
        return part(time.writable(), time.writable().plus(time.notWritable()));
    }

    /** The same of the whole period, if the cluster could not be written to whenever it was not observed. */
    public OptionalDouble atLeast() {
        return part(time.writable(), time.total());
    }

    /** The same, if it could be written to whenever it was not observed. */
    public OptionalDouble atMost() {
        return part(time.writable().plus(time.unobserved()), time.total());
    }

    private static OptionalDouble part(Duration of, Duration all) {
        return all.isZero() ? OptionalDouble.empty() : OptionalDouble.of((double) of.toMillis() / all.toMillis());
    }
}
