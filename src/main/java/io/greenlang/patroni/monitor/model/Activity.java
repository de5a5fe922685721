package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one PostgreSQL hold up. Only client backends count: no walsender, no autovacuum worker. Ages are by
 * the server's clock.
 *
 * @param longestTransaction the oldest open transaction; null when none is open
 * @param longestIdle the session that is idle in its transaction for the longest time; null when there is none
 * @param blocked who waits for a lock
 * @param prepared transactions that were prepared for a two-phase commit and not yet ended
 * @param xminAges who keeps old row versions from being vacuumed away, and how far back, in transactions; only those who do
 */
public record Activity(
        @Nullable Session longestTransaction,
        @Nullable Session longestIdle,
        Blocked blocked,
        Prepared prepared,
        Map<XminHolder, Long> xminAges) {

    public Activity {
        xminAges = Map.copyOf(xminAges);
    }

    /**
     * A row of {@code pg_stat_activity}, without what its statement says, which may hold secrets.
     *
     * @param user null for a role that was dropped
     * @param application {@code application_name}, as the client calls itself; empty when it does not
     * @param age of what it is listed for
     */
    public record Session(
            int pid, @Nullable String user, @Nullable String database, String application, Duration age) {

        /** Who it is, for people: such as {@code pid 4711 (shop@greenlang, psql)}. */
        public String words() {
            String who = user == null ? "?" : user;
            String where = database == null ? who : who + "@" + database;
            return "pid " + pid + " (" + (application.isEmpty() ? where : where + ", " + application) + ")";
        }
    }

    /**
     * Sessions that wait for a lock of another one.
     *
     * @param sessions how many
     * @param longest who waits for the longest time; its age is since the wait began, and with PostgreSQL 13, which does not
     *     tell that, since its statement did; null when nobody waits
     * @param blockers the processes that the longest one waits for
     */
    public record Blocked(int sessions, @Nullable Session longest, List<Integer> blockers) {
        public Blocked {
            blockers = List.copyOf(blockers);
        }
    }

    /** @param oldest age of the oldest one; null when there is none */
    public record Prepared(int transactions, @Nullable Duration oldest) {}

    /** What may hold the xmin horizon back. */
    public enum XminHolder {
        /** A snapshot of a session. */
        SESSION,
        PREPARED_TRANSACTION,
        /** A replication slot; of a standby with hot_standby_feedback, too, where it has a slot. */
        REPLICATION_SLOT,
        /** A standby with hot_standby_feedback and without a slot. */
        STANDBY
    }
}
