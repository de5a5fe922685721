package io.greenlang.patroni.monitor.testing;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * An application as pgjdbc's users write it: one thread that inserts a row each 20 ms where its URL of all members finds the
 * primary, and tries the next row when one fails. It keeps which rows were acknowledged, and by its own clock how long none was.
 */
public final class WritingClient implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final String url;
    private final Thread thread = new Thread(this::run, "writing-client");
    private final List<Long> acknowledged = new ArrayList<>();
    private final AtomicReference<Outage> longest = new AtomicReference<>(new Outage(Duration.ZERO, Duration.ZERO));
    private volatile boolean closed;
    private long next = 1;
    private long lastAcknowledged;
    private long lastFailureBegan;

    /**
     * Between two rows that were acknowledged, with failures in between.
     *
     * @param length from the one to the other
     * @param retry the part of it since the begin of the last attempt that failed: the client may have been late by that much
     */
    public record Outage(Duration length, Duration retry) {}

    private WritingClient(String url) {
        this.url = url;
    }

    /** @param ports of all members' PostgreSQL */
    static WritingClient start(Stream<Integer> ports, String password) {
        String hosts = ports.map(port -> "127.0.0.1:" + port).collect(joining(","));
        WritingClient client = new WritingClient("jdbc:postgresql://" + hosts
                + "/postgres?targetServerType=primary&hostRecheckSeconds=0&connectTimeout=1&socketTimeout=2"
                + "&sslmode=disable&ApplicationName=writing-client&user=postgres&password=" + password);
        client.thread.setDaemon(true);
        client.thread.start();
        return client;
    }

    /** Keys of the rows of table {@code acknowledged} of which the client was told that they are committed. */
    public List<Long> acknowledged() {
        synchronized (acknowledged) {
            return List.copyOf(acknowledged);
        }
    }

    public Outage longestOutage() {
        return longest.get();
    }

    /** Returns when the last row is acknowledged or has failed. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            long began = System.nanoTime();
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS acknowledged (id bigint PRIMARY KEY)");
                next = Math.max(next, firstFree(statement));
                write(connection);
            } catch (SQLException noPrimaryNow) {
                lastFailureBegan = Math.max(began, lastFailureBegan);
                pause();
            }
        }
    }

    /** An earlier client may have written to the table. */
    private static long firstFree(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT coalesce(max(id), 0) + 1 FROM acknowledged")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void write(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO acknowledged VALUES (?)")) {
            while (!closed) {
                long id = next++;
                insert.setLong(1, id);
                insert.executeUpdate();
                acknowledge(id, System.nanoTime());
                pause();
            }
        }
    }

    private void acknowledge(long id, long now) {
        synchronized (acknowledged) {
            acknowledged.add(id);
        }
        if (lastAcknowledged != 0) {
            Duration length = Duration.ofNanos(now - lastAcknowledged);
            if (length.compareTo(longest.get().length()) > 0) {
                longest.set(new Outage(length, Duration.ofNanos(now - lastFailureBegan)));
            }
        }
        lastAcknowledged = now;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
