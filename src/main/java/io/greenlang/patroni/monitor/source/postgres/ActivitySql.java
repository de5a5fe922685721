package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Blocked;
import io.greenlang.patroni.monitor.model.Activity.Prepared;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.Activity.XminHolder;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Transactions and locks, as a part of {@link FactsQuery}: it takes that one's {@code client} and {@code node}. Ages are by
 * the server's own clock. The session that asks is not counted.
 */
final class ActivitySql {
    /** How many {@code ?} {@link #CTE} has. */
    static final int PARAMETERS = 1;

    /**
     * Follows another CTE. {@code pg_locks} takes every partition of the lock table in turn, so it is read only while
     * somebody waits; {@code waitstart} came with PostgreSQL 14, and the detour by JSON makes it NULL before.
     */
    static final String CTE = """
            , others AS MATERIALIZED (
              SELECT * FROM client WHERE pid <> pg_backend_pid() AND (usename = ANY (?::text[])) IS NOT TRUE
            ), waiting AS MATERIALIZED (
              SELECT * FROM client WHERE wait_event_type = 'Lock'
            ), wait AS MATERIALIZED (
              SELECT pid, min((to_jsonb(l) ->> 'waitstart')::timestamptz) AS since
              FROM pg_locks l
              WHERE NOT granted AND (SELECT count(*) FROM waiting) > 0
              GROUP BY pid
            )
            """;

    private static final String SESSION = """
            json_build_object(
              'pid', pid,
              'user', usename,
              'database', datname,
              'application', coalesce(application_name, ''),
              'age', (extract(epoch FROM clock_timestamp() - since) * 1000000)::bigint)
            """;

    private static final String BLOCKED = """
            json_build_object(
              'sessions', (SELECT count(*) FROM waiting),
              'longest', (SELECT %1$s FROM longest_wait),
              'blockers', coalesce((SELECT to_json(pg_blocking_pids(pid)) FROM longest_wait), '[]'))
            """.formatted(SESSION);

    /** A transaction that has written and is idle has an xid and no xmin. A lost slot still shows what it held. */
    private static final String XMIN_AGES = """
            json_build_object(
              'session', (SELECT max(greatest(age(backend_xid), age(backend_xmin)))
                FROM client WHERE pid <> pg_backend_pid()),
              'prepared_transaction', (SELECT max(age(p.transaction)) FROM pg_prepared_xacts p),
              'replication_slot', (SELECT max(greatest(age(xmin), age(catalog_xmin)))
                FROM pg_replication_slots WHERE wal_status IS DISTINCT FROM 'lost'),
              'standby', (SELECT max(age(backend_xmin)) FROM pg_stat_replication))
            """;

    static final String ACTIVITY = """
            CASE WHEN privileged THEN
              (WITH longest_wait AS MATERIALIZED (
                 SELECT pid, usename, datname, application_name, coalesce(wait.since, query_start) AS since
                 FROM waiting LEFT JOIN wait USING (pid)
                 ORDER BY since
                 LIMIT 1
               )
               SELECT json_build_object(
                 'longest_transaction', (SELECT %1$s
                   FROM (SELECT *, xact_start AS since FROM others WHERE xact_start IS NOT NULL
                         ORDER BY xact_start LIMIT 1) t),
                 'longest_idle', (SELECT %1$s
                   FROM (SELECT *, state_change AS since FROM others WHERE state LIKE 'idle in transaction%%'
                         ORDER BY state_change LIMIT 1) t),
                 'blocked', %2$s,
                 'prepared', (SELECT json_build_object(
                     'transactions', count(*),
                     'oldest', (extract(epoch FROM clock_timestamp() - min(prepared)) * 1000000)::bigint)
                   FROM pg_prepared_xacts),
                 'xmin_ages', %3$s))
            END
            """.formatted(SESSION, BLOCKED, XMIN_AGES);

    private ActivitySql() {}

    /** @param first number of the first parameter, from 1 */
    static void bind(PreparedStatement statement, int first, Watched watched) throws SQLException {
        Object[] roles = watched.longTransactionRoles().toArray();
        statement.setArray(first, statement.getConnection().createArrayOf("text", roles));
    }

    /** @param activity what {@link #ACTIVITY} builds */
    static Activity read(JsonObject activity) {
        JsonObject blocked = activity.object("blocked");
        JsonObject prepared = activity.object("prepared");
        return new Activity(
                session(activity, "longest_transaction"),
                session(activity, "longest_idle"),
                new Blocked(blocked.integer("sessions"), session(blocked, "longest"), blocked.integers("blockers")),
                new Prepared(prepared.integer("transactions"), prepared.durationOrNull("oldest")),
                xminAges(activity.object("xmin_ages")));
    }

    /** The age is null for a session that ended between two looks at it; a clock that was set back makes it negative. */
    private static @Nullable Session session(JsonObject owner, String field) {
        if (owner.isNull(field)) {
            return null;
        }
        JsonObject session = owner.object(field);
        Duration age = Objects.requireNonNullElse(session.durationOrNull("age"), Duration.ZERO);
        return new Session(
                session.integer("pid"),
                session.textOrNull("user"),
                session.textOrNull("database"),
                session.text("application"),
                age.isNegative() ? Duration.ZERO : age);
    }

    private static Map<XminHolder, Long> xminAges(JsonObject ages) {
        Map<XminHolder, Long> known = new EnumMap<>(XminHolder.class);
        for (XminHolder holder : XminHolder.values()) {
            Long age = ages.numberOrNull(holder.name().toLowerCase(Locale.ROOT));
            if (age != null) {
                known.put(holder, age);
            }
        }
        return known;
    }
}
