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
                of(Counter.XACT_COMMIT, "Transactions committed, as a number."),
                of(Counter.XACT_ROLLBACK, "Transactions rolled back, as a number."),
                of(Counter.BLKS_READ, "Blocks read from outside of shared buffers, as a number."),
                of(Counter.BLKS_HIT, "Blocks found in shared buffers, as a number."),
                of(Counter.TUP_RETURNED, "Rows read by scans, as a number."),
                of(Counter.TUP_FETCHED, "Rows fetched by index scans, as a number."),
                of(Counter.TUP_INSERTED, "Rows inserted, as a number."),
                of(Counter.TUP_UPDATED, "Rows updated, as a number."),
                of(Counter.TUP_DELETED, "Rows deleted, as a number."),
                of(Counter.CONFLICTS, "Queries cancelled on a standby because of replay, as a number."),
                of(Counter.TEMP_BYTES, "Data written to temporary files, in bytes."),
                of(Counter.DEADLOCKS, "Deadlocks, as a number."));
    }

    private static Metric of(Counter column, String help) {
        String name = "pg_stat_database_" + column.name().toLowerCase(Locale.ROOT);
        return unknown(name, help, DATABASE, database -> database.counters().get(column));
    }
}
