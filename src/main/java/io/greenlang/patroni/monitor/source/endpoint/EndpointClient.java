package io.greenlang.patroni.monitor.source.endpoint;

import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.EndpointsConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Reply;
import io.greenlang.patroni.monitor.source.postgres.FreshConnection;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Connects to one endpoint as an application does, and asks who answers. Safe for concurrent use. */
public final class EndpointClient {
    /** What is shown of an answer is of these forms: anybody may answer there. */
    private static final Pattern SYSTEM_IDENTIFIER = Pattern.compile("\\d{1,20}");

    private static final Pattern ADDRESS = Pattern.compile("[\\da-fA-F.:]{2,45}");
    private static final Pattern WAL_FILE = Pattern.compile("([\\dA-F]{8})[\\dA-F]{16}");

    /** Without an operator, and with the schema of every function: the session may have any search path. */
    private static final String WHO_ANSWERS = """
            SELECT pg_catalog.pg_is_in_recovery() AS in_recovery,
                   (SELECT system_identifier FROM pg_catalog.pg_control_system()) AS system_identifier,
                   CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL
                        ELSE pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()) END AS wal_file,
                   pg_catalog.host(pg_catalog.inet_server_addr()) AS host,
                   pg_catalog.inet_server_port() AS port,
                   pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time()) AS started""";

    private final FreshConnection connection;
    private final Duration timeout;

    /**
     * Connects to nothing yet.
     *
     * @param mostBytes of the answer
     */
    public EndpointClient(
            String cluster, HostAndPort endpoint, EndpointsConfig config, int mostBytes, InstantSource clock) {
        this.connection = new FreshConnection(
                new Target(cluster, "client endpoint", withoutBrackets(endpoint.host()), endpoint.port()),
                config.login(),
                mostBytes,
                clock);
        this.timeout = config.timeout();
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Takes as long as the configuration allows, at most. Interruptible. */
    public Answer<Reply> ask() {
        return connection.ask(timeout, EndpointClient::whoAnswers);
    }

    private static Reply whoAnswers(Connection client) throws SQLException {
        try (Statement statement = client.createStatement();
                ResultSet row = statement.executeQuery(WHO_ANSWERS)) {
            if (!row.next()) {
                throw new SQLDataException("no row");
            }
            String host = row.getString("host");
            int port = row.getInt("port");
            boolean byTcp = !row.wasNull();
            return new Reply(
                    checked(SYSTEM_IDENTIFIER, row.getString("system_identifier"))
                            .group(),
                    row.getBoolean("in_recovery"),
                    timeline(row.getString("wal_file")),
                    host == null ? null : checked(ADDRESS, host).group(),
                    byTcp ? port : null,
                    Instant.EPOCH.plus(Math.round(row.getDouble("started") * 1e6), ChronoUnit.MICROS));
        }
    }

    private static @Nullable Integer timeline(@Nullable String walFile) throws SQLDataException {
        return walFile == null
                ? null
                : Integer.valueOf(
                        Integer.parseUnsignedInt(checked(WAL_FILE, walFile).group(1), 16));
    }

    private static Matcher checked(Pattern form, @Nullable String text) throws SQLDataException {
        Matcher matcher = form.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            throw new SQLDataException("no answer of PostgreSQL's");
        }
        return matcher;
    }
}
