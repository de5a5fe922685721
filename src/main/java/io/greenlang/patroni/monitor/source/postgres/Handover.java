package io.greenlang.patroni.monitor.source.postgres;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The pool's only source: gives it the connection that was offered, once, and otherwise refuses without any network. */
final class Handover implements DataSource {
    private final AtomicReference<@Nullable Connection> offered = new AtomicReference<>();
    private final AtomicReference<@Nullable Connection> taken = new AtomicReference<>();

    void offer(Connection connection) {
        closeQuietly(offered.getAndSet(connection));
    }

    /** Closes what the pool didn't take. */
    void discard() {
        closeQuietly(offered.getAndSet(null));
    }

    /** Closes what the pool took last, which the pool itself does later, and on another thread. */
    void takeBack() {
        closeQuietly(taken.getAndSet(null));
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = offered.getAndSet(null);
        if (connection == null) {
            throw new SQLTransientConnectionException("no connection was offered");
        }
        taken.set(connection);
        return (Connection) Proxy.newProxyInstance(
                Handover.class.getClassLoader(), new Class<?>[] {Connection.class}, new WithoutRoundTrips(connection));
    }

    /**
     * Answers by itself what the pool asks a node at setting up, and before lending what lay idle for half a second: the
     * question that follows finds out as well, and one round trip earlier. A lost connection is given back without a complaint.
     */
    private record WithoutRoundTrips(Connection connection) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "isValid" -> !connection.isClosed();
                case "setNetworkTimeout", "clearWarnings" -> connection.isClosed() ? null : ask(method, arguments);
                case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
                default -> ask(method, arguments);
            };
        }

        private @Nullable Object ask(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static void closeQuietly(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            // it is of no use any more, and the socket is gone either way
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is part of the offered connection");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    /** The pool waits this long for a thread that connects, when it is closed; none ever does. */
    @Override
    public int getLoginTimeout() {
        return 1;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
