package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.model.TimescaleJob;
import io.greenlang.patroni.monitor.model.TimescaleJob.Runs;
import io.greenlang.patroni.monitor.model.TimescaleJob.Schedule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The background jobs of TimescaleDB in the database of one connection. */
final class TimescaleJobsQuery {
    /** A job with parallel workers has several rows of statistics. What never happened is infinitely long ago. */
    private static final String JOBS = """
            SELECT DISTINCT ON (j.job_id)
                   j.job_id,
                   j.proc_schema || '.' || j.proc_name AS procedure,
                   j.hypertable_schema || '.' || j.hypertable_name AS hypertable,
                   j.scheduled,
                   (extract(epoch FROM j.schedule_interval) * 1000)::bigint AS interval_millis,
                   j.max_retries,
                   CASE WHEN j.scheduled AND isfinite(j.next_start)
                        THEN (extract(epoch FROM j.next_start) * 1000)::bigint END AS next_start_millis,
                   CASE WHEN j.scheduled AND isfinite(j.next_start)
                        THEN (extract(epoch FROM now() - j.next_start) * 1000)::bigint END AS late_millis,
                   s.last_run_status,
                   CASE WHEN isfinite(s.last_successful_finish)
                        THEN (extract(epoch FROM s.last_successful_finish) * 1000)::bigint END AS success_millis,
                   coalesce(s.total_runs, 0) AS total_runs,
                   coalesce(s.total_failures, 0) AS total_failures
            FROM timescaledb_information.jobs j
            LEFT JOIN timescaledb_information.job_stats s ON s.job_id = j.job_id
            ORDER BY j.job_id
            """;

    /** A run counts as crashed from its start to its end. */
    private static final String FAILURES_IN_A_ROW = """
            SELECT job_id, consecutive_failures + greatest(consecutive_crashes - 1, 0) AS failures
            FROM _timescaledb_internal.bgw_job_stat
            """;

    private final Connection connection;
    private final Deadline deadline;

    TimescaleJobsQuery(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    List<TimescaleJob> read() throws SQLException {
        Map<Integer, Integer> inARow = failuresInARow();
        List<TimescaleJob> jobs = new ArrayList<>();
        each(JOBS, row -> jobs.add(job(row, inARow)));
        return jobs;
    }

    /** No view shows them; null where the table is not there, or not for this role. */
    private @Nullable Map<Integer, Integer> failuresInARow() throws SQLException {
        Map<Integer, Integer> byJob = new HashMap<>();
        try {
            each(FAILURES_IN_A_ROW, row -> byJob.put(row.getInt("job_id"), row.getInt("failures")));
            return byJob;
        } catch (SQLException e) {
            if (SqlFailure.isAboutSchema(e)) {
                return null;
            }
            throw e;
        }
    }

    private static TimescaleJob job(ResultSet row, @Nullable Map<Integer, Integer> inARow) throws SQLException {
        int id = row.getInt("job_id");
        Long nextStart = millis(row, "next_start_millis");
        Long late = millis(row, "late_millis");
        Long success = millis(row, "success_millis");
        String status = row.getString("last_run_status");
        int failures = inARow == null ? atLeast(status) : inARow.getOrDefault(id, 0);
        return new TimescaleJob(
                id,
                row.getString("procedure"),
                row.getString("hypertable"),
                new Schedule(
                        row.getBoolean("scheduled"),
                        Duration.ofMillis(row.getLong("interval_millis")),
                        row.getInt("max_retries"),
                        nextStart == null ? null : Instant.ofEpochMilli(nextStart),
                        late == null ? null : Duration.ofMillis(late)),
                new Runs(
                        status,
                        success == null ? null : Instant.ofEpochMilli(success),
                        row.getLong("total_runs"),
                        row.getLong("total_failures"),
                        failures));
    }

    private static int atLeast(@Nullable String lastStatus) {
        return "Failed".equals(lastStatus) ? 1 : 0;
    }

    private static @Nullable Long millis(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(millis);
    }

    private void each(String sql, Row target) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, deadline.millisLeft());
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                target.accept(rows);
            }
        }
    }

    private interface Row {
        void accept(ResultSet row) throws SQLException;
    }
}
