package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Database;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import io.greenlang.patroni.monitor.model.TimescaleJob.Runs;
import io.greenlang.patroni.monitor.model.TimescaleJob.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TimescaleDB as members see it. */
public final class TimescaleSamples {
    /** A PostgreSQL without the extension. */
    public static final TimescaleFacts NONE = new TimescaleFacts(List.of(), List.of(), 0);

    public static final Instant DUE = Instant.parse("2026-11-22T09:00:00Z");

    private TimescaleSamples() {}

    /** They could not be read. */
    public static TimescaleFacts unknownJobs() {
        return facts(null);
    }

    public static TimescaleFacts jobs(List<TimescaleJob> jobs) {
        return facts(jobs);
    }

    private static TimescaleFacts facts(@Nullable List<TimescaleJob> jobs) {
        return new TimescaleFacts(
                List.of(new Database("greenlang", "2.23.0", 4, 321, 300, jobs, Duration.ofHours(2))), List.of(), 0);
    }

    public static TimescaleFacts jobs(TimescaleJob... jobs) {
        return jobs(List.of(jobs));
    }

    /** One that is compressed by a daily job. */
    public static TimescaleJob compression(int failuresInARow, @Nullable Duration late) {
        return compression(true, -1, failuresInARow, late);
    }

    public static TimescaleJob compression(
            boolean scheduled, int maxRetries, int failuresInARow, @Nullable Duration late) {
        return new TimescaleJob(
                1001,
                "_timescaledb_functions.policy_compression",
                "public.measurements",
                new Schedule(scheduled, Duration.ofHours(12), maxRetries, DUE, late),
                runs(failuresInARow));
    }

    /** One about no table. */
    public static TimescaleJob maintenance(Duration interval, @Nullable Duration late) {
        return new TimescaleJob(3, "public.tidy_up", null, new Schedule(true, interval, -1, DUE, late), runs(0));
    }

    private static Runs runs(int failuresInARow) {
        boolean failed = failuresInARow > 0;
        return new Runs(
                failed ? "Failed" : "Success", DUE.minus(Duration.ofDays(1)), 40, failuresInARow + 2, failuresInARow);
    }

    /** The same on every member, as replication has it. */
    static TimescaleFacts replicated() {
        return jobs(compression(0, Duration.ofMinutes(-10)), maintenance(Duration.ofDays(1), null));
    }
}
