package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A background job of TimescaleDB. Jobs run on the primary; a standby knows what the primary wrote down.
 *
 * @param procedure with its schema
 * @param hypertable or continuous aggregate, with its schema; null for a job about none
 */
public record TimescaleJob(
        int id, String procedure, @Nullable String hypertable, Schedule schedule, Runs runs) {
    private static final Duration SHORTEST_GRACE = Duration.ofHours(1);
    private static final Duration LONGEST_GRACE = Duration.ofDays(1);

    /**
     * When it runs.
     *
     * @param scheduled false for one that is switched off, by hand or because it failed too often
     * @param interval between two starts
     * @param maxRetries failures in a row after which TimescaleDB switches it off; negative: never
     * @param nextStart null before the first run, while it runs, and when it is switched off
     * @param late how long {@code nextStart} had passed by the server's clock when it was read; negative before it
     */
    public record Schedule(
            boolean scheduled,
            Duration interval,
            int maxRetries,
            @Nullable Instant nextStart,
            @Nullable Duration late) {}

    /**
     * What came of it.
     *
     * @param lastStatus as TimescaleDB says, {@code Success} or {@code Failed}; null before the first end, and while it runs
     * @param lastSuccess null when there was none
     * @param failuresInARow failures since the last success; 1 for any number where TimescaleDB does not show its count.
     *     A crash counts from the second on, because the first may be the run that is under way.
     */
    public record Runs(
            @Nullable String lastStatus,
            @Nullable Instant lastSuccess,
            long total,
            long failures,
            int failuresInARow) {}

    TimescaleJob correctedBy(ClockOffset clock) {
        Instant next = schedule.nextStart();
        Instant success = runs.lastSuccess();
        return new TimescaleJob(
                id,
                procedure,
                hypertable,
                new Schedule(
                        schedule.scheduled(),
                        schedule.interval(),
                        schedule.maxRetries(),
                        next == null ? null : clock.when(next),
                        schedule.late()),
                new Runs(
                        runs.lastStatus(),
                        success == null ? null : clock.when(success),
                        runs.total(),
                        runs.failures(),
                        runs.failuresInARow()));
    }

    /** Its newest runs failed, and nobody has switched it off by hand. */
    public boolean isFailing() {
        return runs.failuresInARow() > 0 && (schedule.scheduled() || wasGivenUp());
    }

    /** TimescaleDB itself switched it off. */
    private boolean wasGivenUp() {
        return schedule.maxRetries() > 0 && runs.failuresInARow() >= schedule.maxRetries();
    }

    /**
     * It should have started long ago: by more than its interval, an hour at least and a day at most. One that fails
     * counts as failing only. Says nothing on a standby.
     */
    public boolean isOverdue() {
        Duration late = schedule.late();
        return schedule.scheduled() && !isFailing() && late != null && late.compareTo(grace()) > 0;
    }

    private Duration grace() {
        Duration interval = schedule.interval();
        Duration longer = interval.compareTo(SHORTEST_GRACE) < 0 ? SHORTEST_GRACE : interval;
        return longer.compareTo(LONGEST_GRACE) > 0 ? LONGEST_GRACE : longer;
    }

    String words() {
        return hypertable == null ? procedure : procedure + " on " + hypertable;
    }
}
