package io.greenlang.patroni.monitor.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slow facts of one PostgreSQL, read at their own pace. What could not be read is absent and has its reason in
 * {@code missing}.
 *
 * @param databaseBytes database to {@code pg_database_size}
 * @param walBytes size of {@code pg_wal}
 * @param walSegments files in {@code pg_wal}
 * @param archiveReadyFiles WAL files that wait for the archiver
 * @param archiveOldestReady since when the oldest of them does; null when none waits
 * @param volumes from the view {@code patroni_monitor.disk}; empty without {@code docs/setup.sql}
 */
public record PostgresSizes(
        Map<String, Long> databaseBytes,
        @Nullable Long walBytes,
        @Nullable Integer walSegments,
        @Nullable Integer archiveReadyFiles,
        @Nullable Instant archiveOldestReady,
        List<Volume> volumes,
        @Nullable Housekeeping housekeeping,
        Map<Part, Failure> missing) {

    public PostgresSizes {
        databaseBytes = Map.copyOf(databaseBytes);
        volumes = List.copyOf(volumes);
        missing = Map.copyOf(missing);
    }

    /** The same by the daemon's clock. */
    public PostgresSizes correctedBy(ClockOffset clock) {
        return new PostgresSizes(
                databaseBytes,
                walBytes,
                walSegments,
                archiveReadyFiles,
                archiveOldestReady == null ? null : clock.when(archiveOldestReady),
                volumes,
                housekeeping == null ? null : housekeeping.correctedBy(clock),
                missing);
    }

    /** What is read on its own, so that one refusal costs only itself. */
    public enum Part {
        DATABASES,
        WAL,
        ARCHIVE_STATUS,
        DISK,
        HOUSEKEEPING
    }

    /**
     * A file system.
     *
     * @param volume {@code data}, or {@code wal} where pg_wal is on another file system
     */
    public record Volume(String volume, long sizeBytes, long usedBytes, long availableBytes) {
        /** As {@code df} computes it: used of what an unprivileged user may use, in percent. */
        public double usedPercent() {
            long usable = usedBytes + availableBytes;
            return usable == 0 ? 100 : 100.0 * usedBytes / usable;
        }
    }
}
