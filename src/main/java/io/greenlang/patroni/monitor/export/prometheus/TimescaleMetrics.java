package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.unknown;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MEMBER;

import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Database;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import java.util.List;
import java.util.stream.Stream;

/** Jobs run on the primary, and what a standby says is what the primary wrote down: chunks alone are told by every member. */
final class TimescaleMetrics {
    private static final Subject<Database> DATABASE = MEMBER.each(
            "datname", member -> member.timescale().flatMap(facts -> facts.databases().stream()), Database::name);
    private static final Subject<TimescaleFacts> ON_PRIMARY = MEMBER.within(TimescaleMetrics::onPrimary);
    private static final Subject<Database> PRIMARY_DATABASE =
            ON_PRIMARY.each("datname", facts -> facts.databases().stream(), Database::name);
    private static final Subject<List<TimescaleJob>> JOBS =
            PRIMARY_DATABASE.within(database -> database.knownJobs().stream());

    private TimescaleMetrics() {}

    private static Stream<TimescaleFacts> onPrimary(SeenMember member) {
        return member.postgres().anyMatch(PostgresFacts::isWritable) ? member.timescale() : Stream.empty();
    }

    static List<Metric> all() {
        return Stream.concat(chunks().stream(), jobs().stream()).toList();
    }

    private static List<Metric> chunks() {
        return List.of(
                gauge(
                        "timescaledb_chunks_total",
                        "Number of chunks of all hypertables of a database; absent without TimescaleDB.",
                        DATABASE,
                        Database::chunks),
                gauge(
                        "timescaledb_compressed_chunks",
                        "Number of compressed chunks of a database; primary only.",
                        PRIMARY_DATABASE,
                        Database::compressedChunks),
                gauge(
                        "timescaledb_hypertables",
                        "Number of hypertables of a database; primary only.",
                        PRIMARY_DATABASE,
                        Database::hypertables),
                gauge(
                        "timescaledb_continuous_aggregate_max_lag_seconds",
                        "Largest age of the end of what was materialised last, of continuous aggregates that a job refreshes, in seconds.",
                        PRIMARY_DATABASE,
                        database -> seconds(database.continuousAggregateLag())),
                gauge(
                        "timescaledb_databases_left_out",
                        "Number of databases not looked into for TimescaleDB: more than timescaledb-max-databases; primary only.",
                        ON_PRIMARY,
                        TimescaleFacts::leftOut));
    }

    private static List<Metric> jobs() {
        return List.of(
                gauge(
                        "timescaledb_jobs",
                        "Number of background jobs of a database; primary only, as all about jobs.",
                        JOBS,
                        List::size),
                gauge(
                        "timescaledb_jobs_failing",
                        "Number of jobs whose newest runs failed and that were not switched off by hand.",
                        JOBS,
                        jobs -> count(jobs.stream().filter(TimescaleJob::isFailing))),
                gauge(
                        "timescaledb_jobs_overdue",
                        "Number of other jobs that should have started long ago: by their interval, an hour at least, a day at most.",
                        JOBS,
                        jobs -> count(jobs.stream().filter(TimescaleJob::isOverdue))),
                gauge(
                        "timescaledb_job_failures_in_a_row",
                        "Largest number of failures in a row of any failing job; 0 when none fails.",
                        JOBS,
                        TimescaleMetrics::mostInARow),
                unknown(
                        "timescaledb_job_failures",
                        "Number of failed runs of all existing jobs.",
                        JOBS,
                        jobs -> jobs.stream()
                                .mapToLong(job -> job.runs().failures())
                                .sum()));
    }

    private static long count(Stream<TimescaleJob> jobs) {
        return jobs.count();
    }

    private static int mostInARow(List<TimescaleJob> jobs) {
        return jobs.stream()
                .filter(TimescaleJob::isFailing)
                .mapToInt(job -> job.runs().failuresInARow())
                .max()
                .orElse(0);
    }
}
