package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Database;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Missing;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One look into the databases of a server: into the own one over the kept connection, which then makes room, so that the
 * others are visited one after the other, each over a connection of its own. For one tour.
 */
final class TimescaleTour {
    /** One that could not be dropped to the end can't be connected to. */
    private static final String LOOK_AROUND = """
            SELECT current_database() AS own,
                   EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') AS installed,
                   ARRAY(SELECT datname::text
                         FROM pg_database
                         WHERE datallowconn AND NOT datistemplate AND datconnlimit <> -2
                           AND datname <> current_database() AND has_database_privilege(oid, 'CONNECT')
                         ORDER BY datname) AS others
            """;

    private final KeptConnection kept;
    private final Connector connector;
    private final Patience patience;
    private final String address;
    private final List<Database> databases = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();

    /**
     * What one database may take of what is left: half, so that one that hangs leaves some for the others.
     *
     * @param least that it may take in any case
     */
    record Patience(Deadline whole, Duration least, Clock clock) {
        Duration next() throws SQLException {
            Duration left = Duration.ofMillis(whole.millisLeft());
            Duration half = left.dividedBy(2);
            Duration wanted = half.compareTo(least) < 0 ? least : half;
            return wanted.compareTo(left) < 0 ? wanted : left;
        }
    }

    TimescaleTour(KeptConnection kept, Connector connector, Patience patience, String address) {
        this.kept = kept;
        this.connector = connector;
        this.patience = patience;
        this.address = address;
    }

    /**
     * @param maxDatabases at least 1
     * @throws SQLException when not even the own database can be asked which others there are
     */
    TimescaleFacts make(int maxDatabases) throws SQLException {
        List<String> others = kept.ask(this::lookAround, patience.whole());
        List<String> visited = others.subList(0, Math.min(others.size(), maxDatabases - 1));
        if (!visited.isEmpty()) {
            kept.release();
        }
        visited.forEach(this::visit);
        return new TimescaleFacts(databases, missing, others.size() - visited.size());
    }

    private List<String> lookAround(Connection connection) throws SQLException {
        String own;
        boolean installed;
        List<String> others;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOOK_AROUND)) {
            row.next();
            own = row.getString("own");
            installed = row.getBoolean("installed");
            others = List.of((String[]) row.getArray("others").getArray());
        }
        if (installed) {
            read(own, connection, Deadline.after(patience.next(), patience.clock()));
        }
        return others;
    }

    private void visit(String database) {
        try {
            Duration share = patience.next();
            Deadline deadline = Deadline.after(share, patience.clock());
            try (Connection connection = connector.into(database).open(deadline, share)) {
                read(database, connection, deadline);
            }
        } catch (SQLException e) {
            unreadable(database, e);
        }
    }

    private void read(String database, Connection connection, Deadline deadline) {
        TimescaleQuery query = new TimescaleQuery(connection, deadline, address + "/" + database);
        try {
            query.read(database).ifPresent(databases::add);
            missing.addAll(query.missing());
        } catch (SQLException e) {
            unreadable(database, e);
        }
    }

    private void unreadable(String database, SQLException e) {
        missing.add(new Missing(database, Part.DATABASE, SqlFailure.of(e, address + "/" + database)));
    }
}
