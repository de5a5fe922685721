package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.unknown;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.POSTGRES;

import io.greenlang.patroni.monitor.model.PostgresFacts.Counter;
import io.greenlang.patroni.monitor.model.PostgresFacts.Database;
import java.util.List;
import java.util.Locale;

/** The columns of {@code pg_stat_database}, cumulative since its last reset and different on every node. */
final class DatabaseMetrics {
    private static final Subject<Database> DATABASE =
            POSTGRES.each("datname", facts -> facts.databases().watched().stream(), Database::name);

    private DatabaseMetrics() {}

    static List<Metric> all() {
        return List.of(
                of(Counter.XACT_COMMIT, "Number of transactions committed."),
                of(Counter.XACT_ROLLBACK, "Number of transactions rolled back."),
                of(Counter.BLKS_READ, "Number of blocks read from outside of shared buffers."),
                of(Counter.BLKS_HIT, "Number of blocks found in shared buffers."),
                of(Counter.TUP_RETURNED, "Number of rows read by scans."),
                of(Counter.TUP_FETCHED, "Number of rows fetched by index scans."),
                of(Counter.TUP_INSERTED, "Number of rows inserted."),
                of(Counter.TUP_UPDATED, "Number of rows updated."),
                of(Counter.TUP_DELETED, "Number of rows deleted."),
                of(Counter.CONFLICTS, "Number of queries cancelled on a standby because of replay."),
                of(Counter.TEMP_BYTES, "Data written to temporary files, in bytes."),
                of(Counter.DEADLOCKS, "Number of deadlocks."));
    }

    private static Metric of(Counter column, String help) {
        String name = "pg_stat_database_" + column.name().toLowerCase(Locale.ROOT);
        return unknown(name, help, DATABASE, database -> database.counters().get(column));
    }
}
