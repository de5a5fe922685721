package io.greenlang.patroni.monitor.testing;

import java.util.List;

/** What looks like TimescaleDB in a PostgreSQL without it: the views that the monitor reads, with the figures of a test. */
public final class ImitatedTimescale {
    private ImitatedTimescale() {}

    /** To be run in one session by a superuser, in the database that gets it; three chunks are compressed. */
    public static List<String> statements(int chunks) {
        return List.of(
                "SET allow_system_table_mods = on",
                """
                INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
                VALUES (99999, 'timescaledb', 10, 2200, false, '2.23.0')""",
                "CREATE SCHEMA timescaledb_information",
                "CREATE SCHEMA _timescaledb_internal",
                """
                CREATE VIEW timescaledb_information.chunks AS
                SELECT i <= 3 AS is_compressed FROM generate_series(1, %d) i""".formatted(chunks),
                "CREATE VIEW timescaledb_information.hypertables AS SELECT * FROM generate_series(1, 2)",
                """
                CREATE TABLE timescaledb_information.jobs (job_id int, proc_schema name, proc_name name,
                    schedule_interval interval, max_retries int, scheduled boolean, next_start timestamptz,
                    hypertable_schema name, hypertable_name name, config jsonb)""",
                """
                CREATE TABLE timescaledb_information.job_stats (job_id int, last_run_status text,
                    last_successful_finish timestamptz, total_runs bigint, total_failures bigint)""",
                """
                CREATE TABLE _timescaledb_internal.bgw_job_stat (job_id int, consecutive_failures int,
                    consecutive_crashes int)""",
                """
                INSERT INTO timescaledb_information.jobs
                VALUES (1000, '_timescaledb_functions', 'policy_compression', '12 hours', -1, true,
                        now() + interval '1 hour', 'public', 'measurements', '{}')""",
                """
                INSERT INTO timescaledb_information.job_stats
                VALUES (1000, 'Success', now() - interval '1 hour', 9, 2)""",
                "INSERT INTO _timescaledb_internal.bgw_job_stat VALUES (1000, 0, 0)",
                "GRANT USAGE ON SCHEMA timescaledb_information, _timescaledb_internal TO PUBLIC",
                "GRANT SELECT ON ALL TABLES IN SCHEMA timescaledb_information, _timescaledb_internal TO PUBLIC");
    }

    /** The job of the imitation fails from now on. */
    public static List<String> failing(int failuresInARow) {
        return List.of(
                "UPDATE timescaledb_information.job_stats SET last_run_status = 'Failed', total_failures = 2 + "
                        + failuresInARow,
                "UPDATE _timescaledb_internal.bgw_job_stat SET consecutive_failures = " + failuresInARow);
    }
}
