package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.time.HostClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * All quick facts in one statement, as one JSON document: one round trip, and one moment for all of them. Every column in it
 * is the same in PostgreSQL 13 to 18.
 *
 * <p>Points in time are microseconds since 1970, LSNs are text.
 */
final class FactsQuery {
    /**
     * CASE keeps functions from being called on the side of recovery where they raise. A role without {@code pg_monitor} sees
     * no backend_type; for it, a backend with a database and a user is the nearest there is to a client.
     */
    private static final String MOMENT = """
            WITH node AS MATERIALIZED (
              SELECT pg_is_in_recovery() AS in_recovery, pg_has_role(current_user, 'pg_monitor', 'USAGE') AS privileged
            ), wal AS MATERIALIZED (
              SELECT CASE WHEN NOT in_recovery THEN pg_current_wal_lsn() END AS current_lsn,
                     CASE WHEN in_recovery THEN pg_last_wal_receive_lsn() END AS receive_lsn,
                     CASE WHEN in_recovery THEN pg_last_wal_replay_lsn() END AS replay_lsn
              FROM node
            ), receiver AS MATERIALIZED (
              SELECT status, sender_host, sender_port, received_tli, last_msg_receipt_time FROM pg_stat_wal_receiver
            ), client AS MATERIALIZED (
              SELECT pid, usename, datname, application_name, state, state_change, xact_start, query_start,
                     wait_event_type, backend_xid, backend_xmin
              FROM pg_stat_activity, node
              WHERE CASE WHEN privileged THEN backend_type = 'client backend'
                         ELSE datid IS NOT NULL AND usesysid IS NOT NULL END
            )
            """;

    private static final String SERVER = """
            json_build_object(
              'version_num', current_setting('server_version_num')::int,
              'system_identifier', (SELECT system_identifier::text FROM pg_control_system()),
              'cluster_name', current_setting('cluster_name'),
              'postmaster_start_time', (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint,
              'monitor_privileges', privileged,
              'now', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
            """;

    /** The name of a WAL file starts with its timeline, in 8 hexadecimal digits. */
    private static final String WAL = """
            json_build_object(
              'in_recovery', in_recovery,
              'written_timeline', CASE WHEN NOT in_recovery THEN left(pg_walfile_name(current_lsn), 8) END,
              'received_timeline', CASE WHEN in_recovery THEN coalesce(
                  (SELECT received_tli FROM receiver),
                  (SELECT nullif(min_recovery_end_timeline, 0) FROM pg_control_recovery())) END,
              'current_lsn', current_lsn,
              'receive_lsn', receive_lsn,
              'replay_lsn', replay_lsn,
              'last_replay', (extract(epoch FROM
                  CASE WHEN in_recovery THEN pg_last_xact_replay_timestamp() END) * 1000000)::bigint,
              'replay_paused', CASE WHEN in_recovery THEN pg_is_wal_replay_paused() ELSE false END)
            """;

    private static final String SENDERS = """
            (SELECT coalesce(json_agg(json_build_object(
                'application_name', coalesce(application_name, ''),
                'client_address', host(client_addr),
                'state', state,
                'sync_state', sync_state,
                'sent_lsn', sent_lsn,
                'flush_lsn', flush_lsn,
                'replay_lsn', s.replay_lsn,
                'replay_lag', (extract(epoch FROM replay_lag) * 1000000)::bigint)), '[]')
              FROM pg_stat_replication s)
            """;

    private static final String RECEIVER = """
            (SELECT json_build_object(
                'status', status,
                'sender_host', sender_host,
                'sender_port', sender_port,
                'timeline', received_tli,
                'last_message', (extract(epoch FROM last_msg_receipt_time) * 1000000)::bigint)
              FROM receiver)
            """;

    /**
     * A slot on a standby may be ahead of replay by what is received and not yet replayed; that retains nothing. One without
     * a figure retains nothing that is known, and comes last.
     */
    private static final String SLOTS = """
            (SELECT json_build_object(
                'kept', coalesce(json_agg(json_build_object(
                    'name', slot_name,
                    'type', slot_type,
                    'active', active,
                    'wal_status', wal_status,
                    'retained', CASE WHEN behind < 0 THEN 0 ELSE behind END,
                    'safe_wal_size', safe_wal_size)), '[]'),
                'left_out', coalesce(max(slots) - count(*), 0))
              FROM (SELECT s.*, behind, count(*) OVER () AS slots
                    FROM pg_replication_slots s,
                         pg_wal_lsn_diff(coalesce(current_lsn, wal.replay_lsn), restart_lsn) AS behind
                    ORDER BY behind DESC NULLS LAST, slot_name
                    LIMIT ?) kept)
            """;

    private static final String CONNECTIONS = """
            json_build_object(
              'client_backends', (SELECT count(*) FROM client),
              'by_state', (SELECT coalesce(json_object_agg(state, backends), '{}')
                  FROM (SELECT state, count(*) AS backends FROM client WHERE state IS NOT NULL GROUP BY state) s
                  WHERE privileged),
              'max_connections', current_setting('max_connections')::int,
              'superuser_reserved', current_setting('superuser_reserved_connections')::int)
            """;

    private static final String ARCHIVER = """
            (SELECT json_build_object(
                'enabled', current_setting('archive_mode') = 'always'
                    OR current_setting('archive_mode') = 'on' AND NOT in_recovery,
                'archived', archived_count,
                'failed', failed_count,
                'last_archived', (extract(epoch FROM last_archived_time) * 1000000)::bigint,
                'last_failed', (extract(epoch FROM last_failed_time) * 1000000)::bigint)
              FROM pg_stat_archiver)
            """;

    static final String SQL = MOMENT
            + WatchedDatabases.CTE
            + ActivitySql.CTE
            + "SELECT json_build_object("
            + ("'server', " + SERVER)
            + (", 'wal', " + WAL)
            + (", 'senders', " + SENDERS)
            + (", 'receiver', " + RECEIVER)
            + (", 'slots', " + SLOTS)
            + (", 'connections', " + CONNECTIONS)
            + (", 'activity', " + ActivitySql.ACTIVITY)
            + (", 'archiver', " + ARCHIVER)
            + (", 'databases', " + WatchedDatabases.COUNTERS)
            + ")::text FROM node, wal";

    private FactsQuery() {}

    static PostgresFacts ask(Connection connection, Watched watched, int mostSlots, HostClock host, InstantSource clock)
            throws SQLException {
        // prepared, so that the driver parses the text once for each connection
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            WatchedDatabases.bind(statement, 1, watched);
            ActivitySql.bind(statement, 1 + WatchedDatabases.PARAMETERS, watched);
            statement.setInt(1 + WatchedDatabases.PARAMETERS + ActivitySql.PARAMETERS, mostSlots);
            Instant asked = clock.instant();
            try (ResultSet row = statement.executeQuery()) {
                Instant received = clock.instant();
                row.next();
                return FactsJson.parse(
                        row.getString(1),
                        new FactsJson.Most(watched.maxDatabases(), mostSlots),
                        now -> host.learn(now, Duration.ZERO, asked, received));
            }
        }
    }
}
