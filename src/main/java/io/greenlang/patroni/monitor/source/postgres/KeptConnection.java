package io.greenlang.patroni.monitor.source.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Shared;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A HikariCP pool of one connection, opened by the thread that asks. Left to itself the pool connects on a thread of its own, again
 * and again while a caller waits, and says "timed out" for every reason; so here the caller connects, once and with its own
 * deadline, and hands the connection over. For one thread at a time, except {@link #close}.
 */
final class KeptConnection implements AutoCloseable {
    /** Something that is asked over a connection. */
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** Handing over takes no network, so a longer wait means that the machine stands still. */
    private static final Duration HAND_OVER = Duration.ofSeconds(1);

    private final Connector connector;
    private final PostmasterCheck postmaster;
    private final Limits limits;
    private final InstantSource clock;
    private final Handover handover = new Handover();
    private final HikariDataSource pool;
    private Instant opened = Instant.MIN;

    /**
     * @param statement after which the server itself ends a statement
     * @param lifetime the age at which the connection is replaced
     */
    record Limits(Duration statement, Duration lifetime) {}

    KeptConnection(String name, Connector connector, PostmasterCheck postmaster, Limits limits, Shared shared) {
        this.connector = connector;
        this.postmaster = postmaster;
        this.limits = limits;
        this.clock = shared.clock();
        this.pool = new HikariDataSource(poolConfig(name, shared));
    }

    private HikariConfig poolConfig(String name, Shared shared) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(handover);
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(HAND_OVER.toMillis());
        config.setReadOnly(true);
        // its age and its end are decided here, by our clock and without the pool's stack traces in the log
        config.setIdleTimeout(0);
        config.setMaxLifetime(0);
        config.setKeepaliveTime(0);
        config.setExceptionOverride(new KeepOnError());
        config.setScheduledExecutor(shared.housekeeper());
        if (shared.metrics() != null) {
            config.setMetricsTrackerFactory(shared.metrics());
        }
        return config;
    }

    /**
     * Asks over the kept connection; over a new one when there is none, when it is due for replacement, and when it turns
     * out to be dead: a server that was restarted between two questions is well.
     */
    <T> T ask(Question<T> question, Deadline deadline) throws SQLException {
        retireOld();
        boolean kept = isOpen();
        if (kept) {
            postmaster.passIfDue(deadline);
        } else {
            connect(deadline);
        }
        try {
            return askOnce(question, deadline);
        } catch (SQLException e) {
            if (!kept || isOpen() || deadline.isOver() || pool.isClosed()) {
                throw e;
            }
            connect(deadline);
            return askOnce(question, deadline);
        }
    }

    /** A session's memory grows with its age, and a changed pg_hba.conf or role shows only at a login. */
    private void retireOld() {
        Duration age = Duration.between(opened, clock.instant());
        if (age.isNegative() || age.compareTo(limits.lifetime()) >= 0) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** Closes the kept connection before it returns, so that another one may take its place at the node. */
    void release() {
        pool.getHikariPoolMXBean().softEvictConnections();
        handover.takeBack();
    }

    private boolean isOpen() {
        return pool.getHikariPoolMXBean().getTotalConnections() > 0;
    }

    private void connect(Deadline deadline) throws SQLException {
        handover.offer(connector.open(deadline, limits.statement()));
        opened = clock.instant();
        postmaster.passed();
    }

    private <T> T askOnce(Question<T> question, Deadline deadline) throws SQLException {
        T answer;
        boolean lost;
        try (Connection connection = pool.getConnection()) {
            try {
                connection.setNetworkTimeout(Runnable::run, deadline.millisLeft());
                answer = question.ask(connection);
                lost = !connection.isValid(0);
            } catch (SQLException e) {
                if (SqlFailure.breaksConnection(e)) {
                    pool.evictConnection(connection);
                }
                throw e;
            }
        } finally {
            handover.discard();
        }
        if (lost) { // by a question that made do with what it had read
            pool.getHikariPoolMXBean().softEvictConnections();
        }
        return answer;
    }

    /** Ends a question that is under way. */
    @Override
    public void close() {
        pool.close();
    }

    /** Whether an error ends the connection is decided in {@link #askOnce}. */
    private static final class KeepOnError implements SQLExceptionOverride {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException e) {
            return SQLExceptionOverride.Override.DO_NOT_EVICT;
        }
    }
}
