package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cluster's schedule: a thread of its own that does one round after the other, and waits for no other cluster. A round
 * that is late is skipped and never caught up: a process that stood still must not fall upon its nodes.
 */
public final class PollLoop implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(PollLoop.class);
    private static final int TURNS_UNTIL_DEAD = 3;
    /** A short interval is no reason to have the process restarted for one pause of the machine. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(30);

    private final String cluster;
    private final Duration interval;
    private final Rounds rounds;
    private final Consumer<ClusterSnapshot> publish;
    private final ClusterPoller.Resources resources;
    private final InternalErrors errors;
    private final ScheduledExecutorService thread;
    /** Held for each round. */
    private final Lock turns;

    private volatile Instant lastTurn;
    private volatile boolean closed;
    /** Of the thread. */
    private boolean waits;

    /** What is done at every turn. */
    interface Rounds extends AutoCloseable {
        ClusterSnapshot poll() throws InterruptedException;

        @Override
        void close();
    }

    /**
     * @param publish takes each round's snapshot, on the poll thread; must be quick
     * @param turns held for each round: loops that share what they remember share it, so that one which goes on after a
     *     reload waits for the last round of the one before
     */
    public PollLoop(
            String cluster,
            Duration interval,
            ClusterPoller poller,
            Consumer<ClusterSnapshot> publish,
            Lock turns,
            ClusterPoller.Resources resources) {
        this(cluster, interval, poller, publish, turns, resources, Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "poll-" + cluster);
            named.setDaemon(true);
            return named;
        }));
    }

    PollLoop(
            String cluster,
            Duration interval,
            Rounds rounds,
            Consumer<ClusterSnapshot> publish,
            Lock turns,
            ClusterPoller.Resources resources,
            ScheduledExecutorService thread) {
        this.cluster = cluster;
        this.interval = interval;
        this.rounds = rounds;
        this.publish = publish;
        this.turns = turns;
        this.resources = resources;
        this.errors = new InternalErrors(cluster, resources.metrics());
        this.thread = thread;
        this.lastTurn = resources.clock().instant();
    }

    /** @param delay before the first round, so that many clusters do not all start at once */
    public void start(Duration delay) {
        Instant first = resources.clock().instant().plus(delay);
        lastTurn = first;
        schedule(new Grid(first, interval), first);
    }

    private void schedule(Grid grid, Instant begin) {
        Duration wait = Duration.between(resources.clock().instant(), begin);
        try {
            ScheduledFuture<?> unused = thread.schedule(
                    () -> {
                        turn();
                        schedule(grid, grid.next(resources.clock().instant()));
                    },
                    wait.toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            logger.debug("The poll of cluster {} has ended", cluster);
        }
    }

    /** The loop has come round within its last three intervals. Does not depend on how the cluster is. */
    public boolean isAlive(Clock clock) {
        Duration patience = interval.multipliedBy(TURNS_UNTIL_DEAD);
        Duration longer = patience.compareTo(LEAST_PATIENCE) > 0 ? patience : LEAST_PATIENCE;
        return lastTurn.plus(longer).isAfter(clock.instant());
    }

    /** A bug in one round must neither stop the next one nor another cluster's. */
    private void turn() {
        try {
            if (takesTurn()) {
                round();
                lastTurn = resources.clock().instant();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A round before a reload that never ends is a bug: then no round of this loop begins, and it is not alive. */
    private boolean takesTurn() throws InterruptedException {
        if (turns.tryLock(interval.toNanos(), TimeUnit.NANOSECONDS)) {
            return true;
        }
        if (!waits) {
            logger.warn("Cluster {} is not polled yet: its last round before the reload is still running.", cluster);
        }
        waits = true;
        return false;
    }

    private void round() throws InterruptedException {
        try {
            ClusterSnapshot snapshot = rounds.poll();
            if (!closed) {
                publish.accept(snapshot);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable bug) {
            Failure unused = errors.take("a poll of cluster " + cluster, bug);
        } finally {
            turns.unlock();
        }
    }

    /** No round is under way, and none will begin. */
    public boolean hasEnded() {
        return thread.isTerminated();
    }

    /**
     * Ends the round that is under way, whose snapshot is thrown away, and closes all connections. Waits for that for a second;
     * a round that takes longer closes them when it ends.
     */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                logger.warn("The poll of cluster {} did not end within 1 s", cluster);
                closeLater();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        rounds.close();
    }

    private void closeLater() {
        Thread closing = new Thread(
                () -> {
                    try {
                        while (!thread.awaitTermination(1, TimeUnit.HOURS)) {
                            logger.warn("The poll of cluster {} has still not ended", cluster);
                        }
                        rounds.close();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "close-" + cluster);
        closing.setDaemon(true);
        closing.start();
    }

    /** When rounds begin: at {@code first}, and at whole intervals after it. One that is missed is skipped. */
    private record Grid(Instant first, Duration interval) {
        /** The next begin after {@code now}, however many have passed since the last. */
        Instant next(Instant now) {
            if (now.isBefore(first)) {
                return first;
            }
            long passed = Duration.between(first, now).dividedBy(interval);
            return first.plus(interval.multipliedBy(passed + 1));
        }
    }
}
