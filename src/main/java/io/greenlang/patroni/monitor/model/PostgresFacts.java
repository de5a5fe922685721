package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one PostgreSQL said about itself in one round trip. Null means that this node, or this role, can't say.
 *
 * @param activity null without {@code pg_monitor}
 */
public record PostgresFacts(
        Server server,
        Wal wal,
        Replication replication,
        Connections connections,
        @Nullable Activity activity,
        Archiver archiver,
        Databases databases) {

    /**
     * @param versionNum {@code server_version_num}
     * @param systemIdentifier digits beyond 2^53
     * @param clusterName {@code cluster_name}, which Patroni sets to its scope; null or empty where it is not set
     * @param monitorPrivileges the role has the privileges of {@code pg_monitor}; without them columns are silently NULL
     * @param hostClock by which the times of these facts were corrected; null when the server did not tell its own
     */
    public record Server(
            int versionNum,
            String systemIdentifier,
            @Nullable String clusterName,
            Instant postmasterStartTime,
            boolean monitorPrivileges,
            @Nullable ClockOffset hostClock) {}

    /**
     * @param timeline of the WAL being written, or received; null when a standby without receiver can't tell
     * @param currentLsn on a primary
     * @param receiveLsn on a standby that ever received
     * @param replayLsn on a standby
     * @param lastReplayTimestamp commit time of the last replayed transaction, by the primary's clock; ages on an idle
     *     primary, no measure of lag
     */
    public record Wal(
            boolean inRecovery,
            @Nullable Integer timeline,
            @Nullable Lsn currentLsn,
            @Nullable Lsn receiveLsn,
            @Nullable Lsn replayLsn,
            @Nullable Instant lastReplayTimestamp,
            boolean replayPaused) {}

    /**
     * @param receiver null when no WAL receiver runs
     * @param slots those that keep the most WAL
     * @param slotsLeftOut how many more there are than the configuration takes
     */
    public record Replication(
            List<WalSender> senders, @Nullable WalReceiver receiver, List<Slot> slots, int slotsLeftOut) {
        public Replication {
            senders = List.copyOf(senders);
            slots = List.copyOf(slots);
        }

        /** No slot was left out. */
        public Replication(List<WalSender> senders, @Nullable WalReceiver receiver, List<Slot> slots) {
            this(senders, receiver, slots, 0);
        }
    }

    /**
     * A row of {@code pg_stat_replication}. Without {@code pg_monitor} everything but the name is null.
     *
     * @param applicationName the standby's member name, as Patroni sets it; empty for other clients
     * @param flushLsn what the standby has on its disk, as it last said
     * @param replayLag null on an idle primary: no measure of being caught up
     */
    public record WalSender(
            String applicationName,
            @Nullable String clientAddress,
            @Nullable String state,
            @Nullable String syncState,
            @Nullable Lsn sentLsn,
            @Nullable Lsn flushLsn,
            @Nullable Lsn replayLsn,
            @Nullable Duration replayLag) {

        /** What the standby has flushed is not told. */
        public WalSender(
                String applicationName,
                @Nullable String clientAddress,
                @Nullable String state,
                @Nullable String syncState,
                @Nullable Lsn sentLsn,
                @Nullable Lsn replayLsn,
                @Nullable Duration replayLag) {
            this(applicationName, clientAddress, state, syncState, sentLsn, null, replayLsn, replayLag);
        }
    }

    /**
     * The row of {@code pg_stat_wal_receiver}. Without {@code pg_monitor} everything is null though it runs.
     *
     * @param status {@code streaming}, {@code waiting}, …
     */
    public record WalReceiver(
            @Nullable String status,
            @Nullable String senderHost,
            @Nullable Integer senderPort,
            @Nullable Integer timeline,
            @Nullable Instant lastMessageReceived) {}

    /**
     * A row of {@code pg_replication_slots}.
     *
     * @param type {@code physical} or {@code logical}
     * @param walStatus {@code reserved}, {@code extended}, {@code unreserved}, {@code lost}; null when nothing is reserved
     * @param retainedBytes WAL kept for it; null when nothing is reserved
     * @param safeWalSizeBytes what may still be written before it is lost, negative when that is overdue; null without
     *     {@code max_slot_wal_keep_size}, and when it is lost
     */
    public record Slot(
            String name,
            String type,
            boolean active,
            @Nullable String walStatus,
            @Nullable Long retainedBytes,
            @Nullable Long safeWalSizeBytes) {

        /** Its reader needs WAL that is gone. */
        public boolean isLost() {
            return "lost".equals(walStatus);
        }
    }

    /**
     * @param clientBackends all client backends, the daemon's own left in: they use slots too
     * @param byState {@code state} of {@code pg_stat_activity} to number; empty without {@code pg_monitor}
     * @param maxConnections {@code max_connections}
     */
    public record Connections(
            int clientBackends, Map<String, Integer> byState, int maxConnections, int superuserReserved) {
        public Connections {
            byState = Map.copyOf(byState);
        }
    }

    /** @param enabled {@code archive_mode} is {@code always}, or {@code on} and this is a primary */
    public record Archiver(
            boolean enabled,
            long archivedCount,
            long failedCount,
            @Nullable Instant lastArchived,
            @Nullable Instant lastFailed) {}

    /**
     * @param watched templates are not
     * @param leftOut how many more there are than the configuration allows
     */
    public record Databases(List<Database> watched, int leftOut) {
        public Databases {
            watched = List.copyOf(watched);
        }
    }

    /** @param counters columns of {@code pg_stat_database}, cumulative since its last reset */
    public record Database(String name, Map<Counter, Long> counters) {
        public Database {
            counters = Map.copyOf(counters);
        }
    }

    /** The columns of {@code pg_stat_database} that are read; the constant's lower case is the column's name. */
    public enum Counter {
        XACT_COMMIT,
        XACT_ROLLBACK,
        BLKS_READ,
        BLKS_HIT,
        TUP_RETURNED,
        TUP_FETCHED,
        TUP_INSERTED,
        TUP_UPDATED,
        TUP_DELETED,
        CONFLICTS,
        TEMP_FILES,
        TEMP_BYTES,
        DEADLOCKS
    }

    /** The member that accepts writes, as far as PostgreSQL itself knows. */
    public boolean isWritable() {
        return !wal.inRecovery();
    }
}
