package io.greenlang.patroni.monitor.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots on a thread of its own, so that a slow disk delays no poll. Of each cluster only the newest waits. What
 * can't be written is told once until it can be again. Safe for concurrent use.
 */
public final class SnapshotWriter implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(SnapshotWriter.class);
    /** A disk that hangs must not keep the daemon from ending. */
    private static final long PATIENCE_SECONDS = 2;

    private final Snapshots snapshots;
    private final Runnable onFailure;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread named = new Thread(task, "memory");
        named.setDaemon(true);
        return named;
    });

    @GuardedBy("waiting") private final Map<String, Object> waiting = new LinkedHashMap<>();

    /** Of the thread that writes. */
    private boolean failing;

    /** @param onFailure is told of each snapshot that could not be written, on the writing thread */
    public SnapshotWriter(Snapshots snapshots, Runnable onFailure) {
        this.snapshots = snapshots;
        this.onFailure = onFailure;
    }

    /**
     * Returns at once.
     *
     * @param kept a record that Jackson writes, and that nobody changes any more
     */
    public void submit(String cluster, Object kept) {
        boolean first;
        synchronized (waiting) {
            first = waiting.put(cluster, kept) == null;
        }
        if (first) {
            try {
                Future<?> unused = thread.submit(() -> write(cluster));
            } catch (RejectedExecutionException e) {
                logger.debug("The last snapshot of cluster {} came too late", cluster);
            }
        }
    }

    /** Catches everything: nobody holds the future. */
    private void write(String cluster) {
        Object kept;
        synchronized (waiting) {
            kept = waiting.remove(cluster);
        }
        try {
            if (kept != null) {
                snapshots.write(cluster, kept);
                if (failing) {
                    logger.info("What is remembered can be written to state.directory again");
                }
                failing = false;
            }
        } catch (IOException e) {
            onFailure.run();
            if (!failing) {
                logger.warn(
                        "What is remembered can't be written to state.directory, a restart will forget it: {}",
                        Reasons.of(e));
            }
            failing = true;
        } catch (Throwable bug) {
            onFailure.run();
            logger.error("A bug in the monitor kept it from writing what is remembered of cluster {}", cluster, bug);
        }
    }

    /** Writes what still waits, for two seconds at most. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                logger.warn("The last snapshots could not be written within {} s", PATIENCE_SECONDS);
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
