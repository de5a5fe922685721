package io.greenlang.patroni.monitor.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes some 80 kB a second to whoever is primary, each row its own transaction, on a thread of its own until closed. It
 * outlives switchovers and failovers: what fails is tried again on the primary of then.
 */
public final class WriteLoop implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;

    private final RealCluster cluster;
    private final AtomicLong written = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    private WriteLoop(RealCluster cluster) {
        this.cluster = cluster;
        thread = new Thread(this::run, "write-loop");
        thread.setDaemon(true);
    }

    static WriteLoop start(RealCluster cluster) {
        WriteLoop loop = new WriteLoop(cluster);
        loop.thread.start();
        return loop;
    }

    /** Rows committed so far. */
    public long written() {
        return written.get();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try (Connection connection = cluster.superuser(cluster.primary())) {
                write(connection);
            } catch (SQLException | IllegalStateException noPrimaryNow) {
                pause();
            }
        }
    }

    private void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS write_loop (at timestamptz DEFAULT now(), filler text)");
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO write_loop (filler) SELECT repeat(md5(random()::text), 128)")) {
            while (!closed) {
                insert.executeUpdate();
                written.incrementAndGet();
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
