package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * A real TimescaleDB 2.23 in a PostgreSQL 17 in WebAssembly. One session serves all connections, so that a SET is for all of
 * them, too. No job runs by itself, there is no replication, one database, and no role but the superuser's.
 */
public final class TimescaleServer implements AutoCloseable {
    private static final Path FOLDER = Target.FOLDER.resolve("timescaledb");
    private static final String SCRIPT = "server.mjs";

    private final int port;
    private final ServerProcess process;

    private TimescaleServer(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Returns when the extension is there. */
    public static TimescaleServer start(Path logFolder) {
        if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
            throw new IllegalStateException(FOLDER + " is missing; src/setup/setup.sh --tests installs it");
        }
        try {
            Files.copy(
                    Path.of("src/test/timescaledb", SCRIPT),
                    FOLDER.resolve(SCRIPT),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = Ports.free();
        List<String> command = List.of("node", FOLDER.resolve(SCRIPT).toString(), Integer.toString(port));
        TimescaleServer server = new TimescaleServer(port, ServerProcess.start("timescaledb", logFolder, command));
        try {
            server.process.awaitRunning("has the extension", Duration.ofSeconds(60), () -> {
                server.execute("CREATE EXTENSION IF NOT EXISTS timescaledb");
                return true;
            });
        } catch (IllegalStateException e) {
            server.close();
            throw e;
        }
        return server;
    }

    public int port() {
        return port;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port
                + "/postgres?user=postgres&password=postgres&sslmode=disable&prepareThreshold=0");
    }

    /** Each in a transaction of its own. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The only column of the only row. */
    public String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * What TimescaleDB itself writes down after the runs of a job.
     *
     * @param lastSuccess as SQL, such as {@code now()}, or {@code '-infinity'} for never
     * @param nextStart as SQL; {@code '-infinity'} while it runs
     * @param failuresInARow 0 when the last run was well
     */
    public void ran(int job, String lastSuccess, String nextStart, int runs, int failures, int failuresInARow)
            throws SQLException {
        execute("""
                INSERT INTO _timescaledb_internal.bgw_job_stat(job_id, last_start, last_finish, next_start,
                    last_successful_finish, last_run_success, total_runs, total_duration, total_duration_failures,
                    total_successes, total_failures, total_crashes, consecutive_failures, consecutive_crashes)
                VALUES (%d, now() - interval '1 minute', now(), %s, %s, %s, %d, '1 s', '0 s', %d, %d, 0, %d, 0)
                ON CONFLICT (job_id) DO UPDATE SET next_start = EXCLUDED.next_start,
                    last_successful_finish = EXCLUDED.last_successful_finish,
                    last_run_success = EXCLUDED.last_run_success, total_runs = EXCLUDED.total_runs,
                    total_failures = EXCLUDED.total_failures, consecutive_failures = EXCLUDED.consecutive_failures
                """.formatted(
                job, nextStart, lastSuccess, failuresInARow == 0, runs, runs - failures, failures, failuresInARow));
    }

    /**
     * A hypertable of some days, of which older chunks are compressed, a continuous aggregate of it, and their jobs.
     *
     * @return the job that refreshes the continuous aggregate, the one that compresses, and the one that drops chunks
     */
    public List<Integer> measurements() throws SQLException {
        execute(
                "CREATE TABLE measurements (time timestamptz NOT NULL, device int, value float)",
                "SELECT create_hypertable('measurements', 'time', chunk_time_interval => interval '1 day')",
                "INSERT INTO measurements SELECT now() - i * interval '6 hours', i % 3, i FROM generate_series(0, 40) i",
                "ALTER TABLE measurements SET (timescaledb.compress, timescaledb.compress_segmentby = 'device')",
                "SELECT compress_chunk(c) FROM show_chunks('measurements', older_than => interval '5 days') c",
                """
                CREATE MATERIALIZED VIEW daily WITH (timescaledb.continuous) AS
                SELECT time_bucket('1 day', time) AS day, device, avg(value) FROM measurements GROUP BY 1, 2
                WITH NO DATA""",
                "CALL refresh_continuous_aggregate('daily', now() - interval '9 days', now() - interval '2 days')");
        return List.of(
                Integer.valueOf(
                        query("SELECT add_continuous_aggregate_policy('daily', start_offset => interval '7 days',"
                                + " end_offset => interval '1 day', schedule_interval => interval '1 hour')")),
                Integer.valueOf(query("SELECT add_compression_policy('measurements', interval '5 days')")),
                Integer.valueOf(query("SELECT add_retention_policy('measurements', interval '90 days')")));
    }

    @Override
    public void close() {
        process.close();
    }
}
