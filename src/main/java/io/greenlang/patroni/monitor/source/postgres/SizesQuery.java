package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.SetUp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the slow facts over one connection: each part is a statement of its own, so that what one is refused, or
 * too slow for, is missing alone.
 */
final class SizesQuery {
    /** {@code pg_database_size} raises for a database that the role may neither connect to nor read the statistics of. */
    private static final String DATABASES = """
            WITH asked AS (SELECT pg_has_role('pg_read_all_stats', 'USAGE') AS may_read_all)%s
            SELECT datname, pg_database_size(oid) AS bytes
            FROM watched, asked
            WHERE has_database_privilege(oid, 'CONNECT') OR may_read_all
            """.formatted(WatchedDatabases.CTE);

    /** Both folders are for the same roles to read, so that one statement loses nothing. */
    private static final String WAL = """
            SELECT * FROM
              (SELECT count(*)::int AS segments, coalesce(sum(size), 0)::bigint AS bytes
                FROM pg_ls_waldir()
                WHERE name ~ '^[0-9A-F]{24}$') wal,
              (SELECT count(*)::int AS ready, (extract(epoch FROM min(modification)) * 1000)::bigint AS oldest
                FROM pg_ls_archive_statusdir()
                WHERE name LIKE '%.ready') archive
            """;

    private static final String WAL_FUNCTIONS = "pg_ls_waldir and pg_ls_archive_statusdir, which pg_monitor may run";

    /** With it, what the role may ask for next. */
    private static final String HOUSEKEEPING = "SELECT (%s) AS housekeeping, "
            + Privilege.function("pg_ls_waldir") + " AND " + Privilege.function("pg_ls_archive_statusdir")
            + " AS may_list_wal, "
            + Privilege.relation("patroni_monitor", "disk")
            + " AS may_read_disk, "
            + Privilege.exists("patroni_monitor", "disk")
            + " AS has_disk";

    private static final String NO_DISK_VIEW =
            "there is no view patroni_monitor.disk that the role may read; " + SetUp.ADVICE;

    private static final String DISK =
            "SELECT volume, size_bytes, used_bytes, available_bytes FROM patroni_monitor.disk";

    /** The view of docs/setup.sql has two. */
    private static final int MOST_VOLUMES = 20;

    private final Connection connection;
    private final Deadline deadline;
    private final String address;
    private final Watched watched;

    private final Map<String, Long> databaseBytes = new HashMap<>();
    private final List<Volume> volumes = new ArrayList<>();
    private final Map<Part, Failure> missing = new EnumMap<>(Part.class);
    /** Until it is known; then it is asked for, and refused. */
    private boolean mayListWal = true;

    private boolean mayReadDisk = true;
    private boolean hasDisk;
    private boolean anythingRead;
    private @Nullable Failure lost;
    private @Nullable Long walBytes;
    private @Nullable Integer walSegments;
    private @Nullable Integer archiveReadyFiles;
    private @Nullable Instant archiveOldestReady;
    private @Nullable Housekeeping housekeeping;

    SizesQuery(Connection connection, Deadline deadline, String address, Watched watched) {
        this.connection = connection;
        this.deadline = deadline;
        this.address = address;
        this.watched = watched;
    }

    /** @throws SQLException when the connection is lost before anything was read; later, what was read is kept */
    PostgresSizes read() throws SQLException {
        read(
                Part.HOUSEKEEPING,
                HOUSEKEEPING.formatted(
                        HousekeepingQuery.sql(connection.getMetaData().getDatabaseMajorVersion())),
                row -> {
                    mayListWal = row.getBoolean("may_list_wal");
                    mayReadDisk = row.getBoolean("may_read_disk");
                    hasDisk = row.getBoolean("has_disk");
                    housekeeping = HousekeepingQuery.parse(row.getString("housekeeping"));
                });
        if (mayListWal) {
            read(Part.WAL, WAL, row -> {
                walSegments = row.getInt("segments");
                walBytes = row.getLong("bytes");
                archiveReadyFiles = row.getInt("ready");
                archiveOldestReady = archiveReadyFiles == 0 ? null : Instant.ofEpochMilli(row.getLong("oldest"));
            });
        } else {
            missing.put(
                    Part.WAL,
                    new Failure(FailureKind.PERMISSION, address + ": permission denied for " + WAL_FUNCTIONS));
        }
        Failure refused = missing.get(Part.WAL);
        if (refused != null) {
            missing.put(Part.ARCHIVE_STATUS, refused);
        }
        if (mayReadDisk) {
            read(Part.DISK, DISK, this::addVolume);
        } else {
            FailureKind kind = hasDisk ? FailureKind.PERMISSION : FailureKind.SQL;
            missing.put(Part.DISK, new Failure(kind, address + ": " + NO_DISK_VIEW));
        }
        // last, because it walks through all files of all databases
        read(Part.DATABASES, DATABASES, statement -> WatchedDatabases.bind(statement, 1, watched), this::addDatabase);
        return new PostgresSizes(
                databaseBytes,
                walBytes,
                walSegments,
                archiveReadyFiles,
                archiveOldestReady,
                volumes,
                housekeeping,
                missing);
    }

    /** NULL for a database that is dropped in this moment. */
    private void addDatabase(ResultSet row) throws SQLException {
        long bytes = row.getLong("bytes");
        if (!row.wasNull() && databaseBytes.size() < watched.maxDatabases()) {
            databaseBytes.put(JsonObject.cut(row.getString("datname")), bytes);
        }
    }

    private void addVolume(ResultSet row) throws SQLException {
        if (volumes.size() < MOST_VOLUMES) {
            volumes.add(new Volume(
                    JsonObject.cut(row.getString("volume")),
                    row.getLong("size_bytes"),
                    row.getLong("used_bytes"),
                    row.getLong("available_bytes")));
        }
    }

    private void read(Part part, String sql, Row target) throws SQLException {
        read(part, sql, statement -> {}, target);
    }

    private void read(Part part, String sql, Parameters parameters, Row target) throws SQLException {
        if (lost != null) {
            missing.put(part, lost);
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setNetworkTimeout(Runnable::run, deadline.millisLeft());
            parameters.bind(statement);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    target.accept(result);
                }
            }
            anythingRead = true;
        } catch (SQLException e) {
            if (!anythingRead && SqlFailure.breaksConnection(e)) {
                throw e;
            }
            missing.put(part, failure(part, e));
        }
    }

    private Failure failure(Part part, SQLException e) {
        Failure failure = SqlFailure.of(e, address);
        if (SqlFailure.breaksConnection(e)) {
            lost = failure;
        }
        boolean withoutSetUp = part == Part.DISK && SqlFailure.isAboutSchema(e);
        return withoutSetUp ? new Failure(failure.kind(), failure.detail() + "; " + SetUp.ADVICE) : failure;
    }

    private interface Parameters {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private interface Row {
        void accept(ResultSet row) throws SQLException;
    }
}
