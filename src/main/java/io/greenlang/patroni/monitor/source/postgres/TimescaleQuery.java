package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.model.TimescaleFacts.Database;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Missing;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Part;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reading of TimescaleDB in the database of one connection: jobs and continuous aggregates are statements of their own,
 * so that what one is refused is missing alone. Only columns that the views of 2.0 have; no prepared statement.
 */
final class TimescaleQuery {
    private static final String VERSION = "SELECT extversion, "
            + Privilege.relation("_timescaledb_catalog", "continuous_aggs_watermark")
            + " AS tells_lag FROM pg_extension WHERE extname = 'timescaledb'";

    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM timescaledb_information.hypertables) AS hypertables,
                   count(*) AS chunks,
                   count(*) FILTER (WHERE is_compressed) AS compressed
            FROM timescaledb_information.chunks
            """;

    /** What was materialised for a function of {@code timestamp}, {@code date} or integers has no moment of its own. */
    private static final String CONTINUOUS_AGGREGATE_LAG = """
            SELECT (extract(epoch FROM max(now() - to_timestamp(w.watermark / 1000000.0))) * 1000)::bigint AS lag
            FROM timescaledb_information.jobs j
            JOIN _timescaledb_catalog.continuous_aggs_watermark w
              ON w.mat_hypertable_id = (j.config ->> 'mat_hypertable_id')::int
            JOIN _timescaledb_catalog.hypertable h ON h.id = w.mat_hypertable_id
            JOIN timescaledb_information.dimensions d
              ON d.hypertable_schema = h.schema_name AND d.hypertable_name = h.table_name
            WHERE j.proc_name = 'policy_refresh_continuous_aggregate' AND j.scheduled
              AND d.dimension_number = 1 AND d.column_type = 'timestamptz'::regtype
              AND w.watermark > 0
            """;

    private final Connection connection;
    private final Deadline deadline;
    private final String address;
    private final List<Missing> missing = new ArrayList<>();
    private boolean tellsLag;

    TimescaleQuery(Connection connection, Deadline deadline, String address) {
        this.connection = connection;
        this.deadline = deadline;
        this.address = address;
    }

    /** What there is without the extension: nothing. */
    Optional<Database> read(String name) throws SQLException {
        String version = first(VERSION, row -> {
            tellsLag = row.getBoolean("tells_lag");
            return row.getString("extversion");
        });
        return version == null
                ? Optional.empty()
                : Optional.ofNullable(first(COUNTS, row -> database(name, version, row)));
    }

    /** What {@link #read} could not read of the database that it returned. */
    List<Missing> missing() {
        return List.copyOf(missing);
    }

    private Database database(String name, String version, ResultSet counts) throws SQLException {
        long hypertables = counts.getLong("hypertables");
        long chunks = counts.getLong("chunks");
        long compressed = counts.getLong("compressed");
        List<TimescaleJob> jobs = part(name, Part.JOBS, () -> new TimescaleJobsQuery(connection, deadline).read());
        Duration lag = tellsLag ? part(name, Part.CONTINUOUS_AGGREGATES, this::lag) : null;
        return new Database(name, version, hypertables, chunks, compressed, jobs, lag);
    }

    /** Null also before the version that shows how far a continuous aggregate is. */
    private @Nullable Duration lag() throws SQLException {
        try {
            return first(CONTINUOUS_AGGREGATE_LAG, row -> {
                long millis = row.getLong("lag");
                return row.wasNull() ? null : Duration.ofMillis(Math.max(0, millis));
            });
        } catch (SQLException e) {
            if (SqlFailure.isAboutSchema(e)) {
                return null;
            }
            throw e;
        }
    }

    private <T> @Nullable T part(String database, Part part, Reading<T> reading) throws SQLException {
        try {
            return reading.read();
        } catch (SQLException e) {
            if (SqlFailure.breaksConnection(e)) {
                throw e;
            }
            missing.add(new Missing(database, part, SqlFailure.of(e, address)));
            return null;
        }
    }

    private <T> @Nullable T first(String sql, Row<T> target) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, deadline.millisLeft());
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? target.of(rows) : null;
        }
    }

    private interface Reading<T> {
        @Nullable T read() throws SQLException;
    }

    private interface Row<T> {
        @Nullable T of(ResultSet row) throws SQLException;
    }
}
