-- What patroni-monitor needs in PostgreSQL 13 to 18. Run once, on the primary, as a superuser:
--
--     psql -d postgres -f docs/setup.sql
--
-- Use the database that the monitor connects to (clusters.NAME.postgres.database, by default "postgres"). Standbys get
-- everything by replication. Running it again is safe: it creates what is missing and leaves what is there.
--
-- The role has no password yet. Give it one, without it ending up in a log or a history file:
--
--     psql -d postgres -c '\password patroni_monitor'

\set ON_ERROR_STOP on

BEGIN;

SET LOCAL client_min_messages = warning;
SET LOCAL search_path = pg_catalog;

DO $setup$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'patroni_monitor') THEN
        -- The monitor holds at most two connections to a node; the limit keeps a mistake from using up the slots that
        -- applications need.
        CREATE ROLE patroni_monitor LOGIN CONNECTION LIMIT 5;
    END IF;

    -- Without pg_monitor PostgreSQL doesn't refuse: it shows NULL in pg_stat_replication, pg_stat_activity and others.
    IF NOT pg_has_role('patroni_monitor', 'pg_monitor', 'MEMBER') THEN
        GRANT pg_monitor TO patroni_monitor;
    END IF;

    IF NOT has_database_privilege('patroni_monitor', current_database(), 'CONNECT') THEN
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO patroni_monitor', current_database());
    END IF;
END
$setup$;

CREATE SCHEMA IF NOT EXISTS patroni_monitor;
GRANT USAGE ON SCHEMA patroni_monitor TO patroni_monitor;

-- SQL has no function for free disk space. A foreign table of file_fdw with a program has an answer, on primaries and on
-- hot standbys alike (COPY FROM PROGRAM can't run during recovery): the program runs on the node that is asked, as the
-- server's own user, in the data directory. What it runs is fixed here; only superusers and members of
-- pg_execute_server_program can change it, and reading the views needs neither.
CREATE EXTENSION IF NOT EXISTS file_fdw WITH SCHEMA patroni_monitor;
CREATE SERVER IF NOT EXISTS patroni_monitor_host FOREIGN DATA WRAPPER file_fdw;

-- One column for a whole line: csv with control characters as delimiter and quote leaves every line as it is, whereas the
-- text format eats backslashes and splits at tabs. -P keeps each file system on one line, LC_ALL=C keeps the header and
-- the digits predictable, timeout keeps a dead network mount from holding the monitor's connection.
CREATE FOREIGN TABLE IF NOT EXISTS patroni_monitor.df_raw (line text)
    SERVER patroni_monitor_host
    OPTIONS (program 'LC_ALL=C timeout 5 df -Pk . pg_wal',
             format 'csv', delimiter E'\x01', quote E'\x02', escape E'\x02');

-- Where pgBackRest isn't installed, this is empty, so that asking leaves no error in the server's log.
CREATE FOREIGN TABLE IF NOT EXISTS patroni_monitor.pgbackrest_raw (line text)
    SERVER patroni_monitor_host
    OPTIONS (program 'command -v pgbackrest >/dev/null || exit 0; LC_ALL=C timeout 30 pgbackrest --output=json info',
             format 'csv', delimiter E'\x01', quote E'\x02', escape E'\x02');

-- The monitor reads views, not the tables below them: a view reads with the rights of its owner, so that the role can't
-- reach the programs by any other way.
DO $setup$
BEGIN
    IF to_regclass('patroni_monitor.disk') IS NULL THEN
        -- df answers in the order of its arguments: first the data directory, then pg_wal. pg_wal has a row of its own
        -- only where it is another file system, so that no space is counted twice. A name may hold spaces, hence the
        -- pattern, which counts columns from the end.
        CREATE VIEW patroni_monitor.disk AS
        WITH numbered AS (
            SELECT row_number() OVER () AS n, line FROM patroni_monitor.df_raw
        ), split AS (
            SELECT row_number() OVER (ORDER BY n) AS n, columns
            FROM numbered,
                 regexp_match(line, '^(.*\S)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(?:\d+%|-)\s+(/.*)$') AS columns
            WHERE columns IS NOT NULL
        )
        SELECT CASE s.n WHEN 1 THEN 'data' ELSE 'wal' END AS volume,
               s.columns[2]::bigint * 1024 AS size_bytes,
               s.columns[3]::bigint * 1024 AS used_bytes,
               greatest(s.columns[4]::bigint, 0) * 1024 AS available_bytes
        FROM split s
        WHERE s.n = 1
           OR s.n = 2 AND s.columns[5] <> (SELECT columns[5] FROM split WHERE n = 1);
    END IF;

    IF to_regclass('patroni_monitor.backup') IS NULL THEN
        -- What pgBackRest says, as it says it: the monitor reads the JSON, because its shape follows pgBackRest's version.
        CREATE VIEW patroni_monitor.backup AS
        WITH numbered AS (
            SELECT row_number() OVER () AS n, line FROM patroni_monitor.pgbackrest_raw
        )
        SELECT string_agg(line, E'\n' ORDER BY n) AS info FROM numbered;
    END IF;
END
$setup$;

GRANT SELECT ON patroni_monitor.disk, patroni_monitor.backup TO patroni_monitor;

COMMIT;
