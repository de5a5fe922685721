package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * TimescaleDB in the databases of one PostgreSQL, read at its own pace.
 *
 * @param databases those that have the extension, by name
 * @param missing what could not be read of which database
 * @param leftOut databases that were not looked into, because there are more than may be
 */
public record TimescaleFacts(List<Database> databases, List<Missing> missing, int leftOut) {
    public TimescaleFacts {
        databases = List.copyOf(databases);
        missing = List.copyOf(missing);
    }

    /** The same by the daemon's clock. */
    public TimescaleFacts correctedBy(ClockOffset clock) {
        return new TimescaleFacts(
                databases.stream().map(database -> database.correctedBy(clock)).toList(), missing, leftOut);
    }

    /** What is read on its own, so that one refusal costs only itself. */
    public enum Part {
        /** Everything: whether the extension is there is unknown, too. */
        DATABASE,
        JOBS,
        CONTINUOUS_AGGREGATES
    }

    /** A part of one database, and why it is unknown. */
    public record Missing(String database, Part part, Failure failure) {}

    /**
     * One database that has the extension.
     *
     * @param hypertables without those that TimescaleDB makes for itself
     * @param chunks of hypertables, and of what is behind continuous aggregates
     * @param compressedChunks those of them that are compressed
     * @param jobs null when they could not be read
     * @param continuousAggregateLag the largest age of the end of what was materialised last, among continuous aggregates
     *     that a job refreshes and whose time has a time zone; null when there is none, or it is unknown
     */
    public record Database(
            String name,
            String version,
            long hypertables,
            long chunks,
            long compressedChunks,
            @Nullable List<TimescaleJob> jobs,
            @Nullable Duration continuousAggregateLag) {
        public Database {
            jobs = jobs == null ? null : List.copyOf(jobs);
        }

        private Database correctedBy(ClockOffset clock) {
            return new Database(
                    name,
                    version,
                    hypertables,
                    chunks,
                    compressedChunks,
                    jobs == null
                            ? null
                            : jobs.stream().map(job -> job.correctedBy(clock)).toList(),
                    continuousAggregateLag);
        }

        /** The jobs, when they are known. */
        public Optional<List<TimescaleJob>> knownJobs() {
            return Optional.ofNullable(jobs);
        }
    }

    /** One job, and where it runs. */
    public record JobOf(String database, TimescaleJob job) {
        /** For people. */
        public String words() {
            return "job %d of %s, %s".formatted(job.id(), database, job.words());
        }
    }

    /** The jobs of all databases whose jobs are known. */
    public Stream<JobOf> jobs() {
        return databases.stream()
                .flatMap(database -> database.knownJobs().stream()
                        .flatMap(List::stream)
                        .map(job -> new JobOf(database.name(), job)));
    }
}
