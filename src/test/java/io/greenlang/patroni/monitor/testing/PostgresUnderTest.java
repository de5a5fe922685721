package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A real PostgreSQL for tests, with the superuser {@code postgres} that needs no password: in a container where there is
 * an engine, else unpacked from a jar and started here. It logs every statement and connection.
 */
public interface PostgresUnderTest extends AutoCloseable {
    /** Values without spaces, because they go through command lines. */
    Map<String, String> SETTINGS = Map.of(
            "max_connections", "40",
            "max_prepared_transactions", "2",
            "logging_collector", "on",
            "log_statement", "all",
            "log_connections", "on",
            "log_line_prefix", "%p,%u,");

    /** A primary of this major version. */
    static PostgresUnderTest start(int majorVersion) {
        PostgresUnderTest server = ContainerEngine.isUsed()
                ? ContainerPostgres.primary(majorVersion)
                : EmbeddedPostgresServer.primary(majorVersion);
        System.out.println("PostgreSQL " + majorVersion + " under test: " + server);
        return server;
    }

    String host();

    int port();

    /** A streaming hot standby of this server, named {@code standby}; to be closed before it. */
    PostgresUnderTest standby();

    /** Stops every process of the server, so that connections open and nothing answers. */
    void freeze();

    /** Stops the postmaster alone: its backends live on. */
    void freezePostmaster();

    void thaw();

    @Override
    void close();

    default Connection superuser() throws SQLException {
        return superuser("postgres");
    }

    default Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + host() + ":" + port() + "/" + database + "?user=postgres");
    }

    /** Runs statements as superuser, each in a transaction of its own. */
    default void execute(String... statements) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The first column of the answer, as superuser. */
    default List<String> query(String sql) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs {@code docs/setup.sql} as psql does. */
    default void setUp() {
        try (var lines = Files.lines(Path.of("docs", "setup.sql"))) {
            execute(lines.filter(line -> !line.startsWith("\\")).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a role in by password only, and everyone else without. */
    default void requirePassword(String role, String password) {
        execute("ALTER ROLE " + role + " PASSWORD '" + password + "'");
        hostBasedAuthentication("host all " + role + " all scram-sha-256");
    }

    /** Puts a line before those that let everyone in. */
    default void hostBasedAuthentication(String line) {
        String file = query("SHOW hba_file").get(0);
        execute(
                "COPY (VALUES ('" + line + "'), ('local all all trust'), ('host all all all trust'),"
                        + " ('host replication all all trust')) TO '" + file + "'",
                "SELECT pg_reload_conf()");
    }

    /** The server's log up to this call. Another process writes it to the file: it is complete once it shows this question. */
    default List<String> log() {
        String mark = "up to " + UUID.randomUUID();
        String question = "SELECT pg_read_file(pg_current_logfile()) /* " + mark + " */";
        return Await.value(
                "the log shows who reads it",
                Duration.ofSeconds(10),
                () -> Optional.of(query(question).get(0))
                        .filter(log -> log.contains(mark))
                        .map(log -> List.of(log.split("\n"))));
    }
}
