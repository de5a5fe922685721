package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.model.PostgresFacts.Counter;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The databases that the configuration wants watched, as a part of a statement: a bounded number, in a stable order. */
final class WatchedDatabases {
    /** How many {@code ?} {@link #CTE} has. */
    static final int PARAMETERS = 3;

    /** Follows another CTE. */
    static final String CTE = """
            , watched AS MATERIALIZED (
              SELECT oid, datname, count(*) OVER () AS wanted
              FROM pg_database
              WHERE NOT datistemplate AND (cardinality(?::text[]) = 0 OR datname = ANY (?::text[]))
              ORDER BY datname
              LIMIT ?
            )
            """;

    static final String COUNTERS = """
            (SELECT json_build_object(
                'watched', coalesce(
                    json_agg(json_build_object('name', s.datname, 'counters', json_build_object(%s))), '[]'),
                'left_out', coalesce(max(wanted) - count(*), 0))
              FROM watched w JOIN pg_stat_database s ON s.datid = w.oid)
            """.formatted(counters());

    private WatchedDatabases() {}

    /** @param first number of the first parameter, from 1 */
    static void bind(PreparedStatement statement, int first, Watched watched) throws SQLException {
        Object[] names = watched.databases().toArray();
        statement.setArray(first, statement.getConnection().createArrayOf("text", names));
        statement.setArray(first + 1, statement.getConnection().createArrayOf("text", names));
        statement.setInt(first + 2, watched.maxDatabases());
    }

    private static String counters() {
        return Arrays.stream(Counter.values())
                .map(counter -> counter.name().toLowerCase(Locale.ROOT))
                .map(column -> "'" + column + "', s." + column)
                .collect(Collectors.joining(", "));
    }
}
