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
                        "Chunks of all hypertables of a database, as a number; absent without TimescaleDB.",
                        DATABASE,
                        Database::chunks),
                gauge(
                        "timescaledb_compressed_chunks",
                        "Those of them that are compressed, as a number; primary only.",
                        PRIMARY_DATABASE,
                        Database::compressedChunks),
                gauge(
                        "timescaledb_hypertables",
                        "Hypertables of a database, as a number; primary only.",
                        PRIMARY_DATABASE,
                        Database::hypertables),
                gauge(
                        "timescaledb_continuous_aggregate_max_lag_seconds",
                        "Largest age of the end of what was materialised last, of continuous aggregates that a job refreshes, in seconds.",
                        PRIMARY_DATABASE,
                        database -> seconds(database.continuousAggregateLag())),
                gauge(
                        "timescaledb_databases_left_out",
                        "Databases not looked into for TimescaleDB, as a number: more than timescaledb-max-databases; primary only.",
                        ON_PRIMARY,
                        TimescaleFacts::leftOut));
    }

    private static List<Metric> jobs() {
        return List.of(
                gauge(
                        "timescaledb_jobs",
                        "Background jobs of a database, as a number; primary only, as all about jobs.",
                        JOBS,
                        List::size),
                gauge(
                        "timescaledb_jobs_failing",
                        "Jobs whose newest runs failed and that nobody switched off by hand, as a number.",
                        JOBS,
                        jobs -> count(jobs.stream().filter(TimescaleJob::isFailing))),
                gauge(
                        "timescaledb_jobs_overdue",
                        "Other jobs that should have started long ago, as a number: by their interval, an hour at least, a day at most.",
                        JOBS,
                        jobs -> count(jobs.stream().filter(TimescaleJob::isOverdue))),
                gauge(
                        "timescaledb_job_failures_in_a_row",
                        "The most failures in a row that one of the failing jobs has, as a number; 0 when none fails.",
                        JOBS,
                        TimescaleMetrics::mostInARow),
                unknown(
                        "timescaledb_job_failures",
                        "Failed runs of all jobs that there are, as a number.",
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
