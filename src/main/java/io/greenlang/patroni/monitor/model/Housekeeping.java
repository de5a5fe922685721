package io.greenlang.patroni.monitor.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one PostgreSQL's long-running upkeep goes.
 *
 * @param transactionIds how far freezing is behind
 * @param multixacts the same for multixact IDs
 * @param checksums null where data checksums are off
 * @param settings what somebody has set, by configuration file, command line or {@code ALTER SYSTEM}
 */
public record Housekeeping(
        FreezeAge transactionIds,
        FreezeAge multixacts,
        Checkpoints checkpoints,
        @Nullable Checksums checksums,
        List<Setting> settings) {

    public Housekeeping {
        settings = List.copyOf(settings);
    }

    /**
     * The database with the oldest unfrozen ID.
     *
     * @param age in IDs that were given out since
     */
    public record FreezeAge(String database, long age) {
        /**
         * At this age PostgreSQL 14 and later stop assigning them: 3 million before the IDs, which are compared by 31 bits, run
         * out. PostgreSQL 13 goes on for 2 million.
         */
        public static final long STOP = (1L << 31) - 3_000_000;

        /** 0 to 100: the share of what there is until PostgreSQL stops taking writes. */
        public double percent() {
            return Math.min(100, 100.0 * age / STOP);
        }
    }

    /**
     * Cumulative since the last reset; restartpoints of a standby are among them. From {@code pg_stat_checkpointer}, before
     * PostgreSQL 17 from {@code pg_stat_bgwriter}.
     *
     * @param timed due by {@code checkpoint_timeout}
     * @param requested by the amount of WAL, or by somebody
     * @param writeMillis time spent on writing, in milliseconds
     * @param syncMillis time spent on syncing, in milliseconds
     */
    public record Checkpoints(long timed, long requested, long writeMillis, long syncMillis, long buffersWritten) {}

    /**
     * Reads of pages that did not match their checksum, in all databases: one page may count many times.
     *
     * @param lastFailure null when there is none since the statistics were reset
     */
    public record Checksums(long failures, @Nullable Instant lastFailure) {
        private Checksums correctedBy(ClockOffset clock) {
            return new Checksums(failures, lastFailure == null ? null : clock.when(lastFailure));
        }
    }

    /**
     * @param value the one in force, in the server's unit; of a text only a hash, because it may hold a secret
     * @param pendingRestart the files say otherwise, and only a restart makes it so
     */
    public record Setting(String name, String value, boolean text, boolean pendingRestart) {
        /** The value for people; empty for a text. */
        public Optional<String> shownValue() {
            return text ? Optional.empty() : Optional.of(value);
        }
    }

    Housekeeping correctedBy(ClockOffset clock) {
        return new Housekeeping(
                transactionIds,
                multixacts,
                checkpoints,
                checksums == null ? null : checksums.correctedBy(clock),
                settings);
    }

    /** Names of the settings that wait for a restart. */
    public List<String> pendingRestart() {
        return settings.stream()
                .filter(Setting::pendingRestart)
                .map(Setting::name)
                .sorted()
                .toList();
    }
}
