package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Target;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections that can only read, and that the server gives up by itself. Safe for concurrent use.
 *
 * <p>The password is read again for each.
 */
final class Connector {
    /** The host comes from the cluster; anything else could smuggle parameters into the JDBC URL. */
    private static final Pattern HOST = Pattern.compile("[\\w.%:-]+");

    /** What the driver hands to the {@code sslfactory}. */
    static final String ATTEMPT = "sslfactoryarg";

    private final Target target;
    private final PostgresConfig config;
    private final int mostBytes;
    private final String database;
    private final Session session;
    private final InstantSource clock;
    private final AuthBackoff backoff = new AuthBackoff();
    private volatile @Nullable CertificateEnd certificate;

    /** What a connection is for. */
    private enum Session {
        /** Many statements to one PostgreSQL, with settings of the session's own. */
        KEPT,
        /** One statement, to whichever server a pooler has for it: nothing may be set or prepared for a session. */
        POOLED
    }

    /** @param mostBytes of the answer to one statement */
    Connector(Target target, PostgresConfig config, int mostBytes, InstantSource clock) {
        this(target, config, mostBytes, config.database(), Session.KEPT, clock);
    }

    private Connector(
            Target target,
            PostgresConfig config,
            int mostBytes,
            String database,
            Session session,
            InstantSource clock) {
        this.session = session;
        this.target = target;
        this.config = config;
        this.mostBytes = mostBytes;
        this.database = database;
        this.clock = clock;
    }

    /** The way into another database of the same server. That one may refuse the role where this one lets it in. */
    Connector into(String otherDatabase) {
        return new Connector(target, config, mostBytes, otherDatabase, session, clock);
    }

    /** The way in through a pooler, as any client has it. What the session sets is up to the server. */
    static Connector pooled(Target target, PostgresConfig config, int mostBytes, InstantSource clock) {
        return new Connector(target, config, mostBytes, config.database(), Session.POOLED, clock);
    }

    /**
     * One attempt. Interruptible, and over at the deadline.
     *
     * @param statementTimeout after which the server itself ends a statement
     */
    Connection open(Deadline deadline, Duration statementTimeout) throws SQLException {
        if (!HOST.matcher(target.host()).matches()) {
            String problem = "\"" + target.host() + "\" is not a valid host name";
            throw new SQLNonTransientConnectionException(problem, "08001", new UnknownHostException(problem));
        }
        String password = password();
        backoff.check(password, clock.instant());
        Properties properties = properties(deadline.millisLeft(), statementTimeout);
        if (password != null) {
            properties.setProperty("password", password);
        }
        PasswordGuard guard = PasswordGuard.of(config, target.host());
        guard.requireIn(properties);
        try {
            Connection connection = connect(properties);
            backoff.accepted();
            return connection;
        } catch (SQLException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new SQLTimeoutException("interrupted while connecting", e);
            }
            SQLException told = guard.explain(e);
            if (SqlFailure.kind(told) == FailureKind.AUTH) {
                backoff.refused(told, password, clock.instant());
            }
            throw told;
        }
    }

    private Connection connect(Properties properties) throws SQLException {
        try (TlsAttempt attempt = TlsAttempt.begin()) {
            properties.setProperty(ATTEMPT, attempt.number());
            try {
                return DriverManager.getConnection(url(), properties);
            } finally {
                certificate = attempt.certificate();
            }
        }
    }

    /** When the certificate ends that the server showed at the last attempt, also when it was refused for it. */
    Optional<CertificateEnd> certificate() {
        return Optional.ofNullable(certificate);
    }

    private @Nullable String password() throws SQLException {
        Secret secret = config.password();
        try {
            return secret == null ? null : secret.reveal();
        } catch (IOException e) {
            throw new SQLInvalidAuthorizationSpecException("can't read the password file", "28000", e);
        }
    }

    private String url() {
        String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        return "jdbc:postgresql://" + host + ":" + target.port() + "/";
    }

    private Properties properties(int millis, Duration statementTimeout) {
        String longer = Integer.toString(millis / 1000 + 1); // seconds, because the driver knows only whole ones
        Properties properties = new Properties();
        properties.setProperty("PGDBNAME", database);
        properties.setProperty("user", config.username());
        properties.setProperty("ApplicationName", "patroni-monitor");
        properties.setProperty("assumeMinServerVersion", "13"); // else each connection costs two SET statements more
        properties.setProperty("logServerErrorDetail", "false");
        if (session == Session.POOLED) {
            properties.setProperty("preferQueryMode", "simple");
            properties.setProperty(Wire.POOLED_STARTUP, "true");
        } else {
            properties.setProperty("prepareThreshold", "1");
            properties.setProperty("options", serverOptions(statementTimeout));
        }
        // loginTimeout is exact, and gives up; the others end what is left of the attempt then
        properties.setProperty("loginTimeout", String.format(Locale.ROOT, "%.3f", millis / 1000.0));
        properties.setProperty("connectTimeout", longer);
        properties.setProperty("socketTimeout", longer);
        properties.setProperty("socketFactory", AttemptSockets.class.getName());
        properties.setProperty("sslfactory", CheckedTls.class.getName());
        properties.setProperty("maxResultBuffer", Integer.toString(mostBytes));
        properties.setProperty("sslmode", config.sslmode());
        setFile(properties, "sslrootcert", config.sslRootCert());
        if (config.clientCertificate() != null) {
            setFile(properties, "sslcert", config.clientCertificate().certFile());
            setFile(properties, "sslkey", config.clientCertificate().keyFile());
        }
        return properties;
    }

    private static void setFile(Properties properties, String key, @Nullable Path file) {
        if (file != null) {
            properties.setProperty(key, file.toString());
        }
    }

    /**
     * Stands over what the role or the database has of its own. The search path keeps what a role's own or the public schema
     * may hold from posing as PostgreSQL's views. Serializable would wait for writers, and is refused by a hot standby.
     */
    private static String serverOptions(Duration statementTimeout) {
        long millis = Math.max(1, statementTimeout.toMillis());
        return "-c default_transaction_read_only=on -c default_transaction_isolation=read\\ committed"
                + " -c default_transaction_deferrable=off -c search_path=pg_catalog -c jit=off"
                + " -c statement_timeout=" + millis
                + " -c lock_timeout=" + Math.max(1, millis / 2)
                + " -c idle_in_transaction_session_timeout=" + millis;
    }
}
