package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetrics;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.poll.ClusterPoller;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One look at every cluster, from where the command is run; asks no daemon. The user waits at a terminal:
 * nodes get less time than the daemon gives them. What looks like a fault because an answer was late is looked at a second
 * time.
 */
final class OneLook implements AutoCloseable {
    /** With these the first round, the longest, is over after three seconds. */
    private static final Duration HTTP_PATIENCE = Duration.ofSeconds(1);

    private static final Duration SQL_PATIENCE = Duration.ofSeconds(2);

    /** Patroni's default {@code retry_timeout}, after which it closes a question that its DCS did not answer. */
    private static final Duration VIEW_PATIENCE = Duration.ofSeconds(11);

    /** A round that took longer leaves no time for another one. */
    private static final Duration QUICK = Duration.ofMillis(1200);

    /** Between two rounds: long enough for a standby that follows to replay what the primary had written before. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** For saying goodbye to PostgreSQL; nothing is lost when that takes longer. */
    private static final Duration FAREWELL = Duration.ofMillis(200);

    private final boolean closely;
    private final ExecutorService threads = Executors.newCachedThreadPool(OneLook::daemon);
    private final Sources sources = new Sources(new SelfMetrics(), SteadyClock.start());
    private final List<ClusterPoller> pollers;

    /**
     * @param closely a second time, too, where a standby was not caught up: one look proves how far behind it is at least,
     *     two can prove that it is no farther
     */
    OneLook(MonitorConfig config, boolean closely) {
        this.closely = closely;
        this.pollers = config.clusters().stream()
                .map(cluster -> sources.poller(impatient(cluster), VIEW_PATIENCE))
                .toList();
    }

    MonitorReport at(List<ClusterConfig> clusters) throws InterruptedException {
        List<Callable<ClusterReport>> looks = new ArrayList<>();
        for (int i = 0; i < pollers.size(); i++) {
            ClusterConfig cluster = clusters.get(i);
            ClusterPoller poller = pollers.get(i);
            looks.add(() -> look(cluster, poller));
        }
        try {
            List<ClusterReport> reports = new ArrayList<>();
            for (Future<ClusterReport> report : threads.invokeAll(looks)) {
                reports.add(report.get());
            }
            return new MonitorReport(reports, true);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a bug in the monitor broke off the poll", e.getCause());
        }
    }

    /**
     * Waits for the questions that a Patroni has not answered because its DCS hangs: each holds one of its few threads until
     * then, so that looks in a loop would use them up. At most some ten seconds.
     *
     * @param before is run when there is something to wait for
     */
    void awaitUnanswered(Runnable before) throws InterruptedException {
        CompletableFuture<?> all = CompletableFuture.allOf(
                pollers.stream().map(ClusterPoller::unanswered).toArray(CompletableFuture<?>[]::new));
        if (all.isDone()) {
            return;
        }
        before.run();
        try {
            all.get(VIEW_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException ended) {
            // waited for as long as that Patroni may take
        }
    }

    private ClusterReport look(ClusterConfig cluster, ClusterPoller poller) throws InterruptedException {
        Judge judge = new Judge(WatchMemory.UNKNOWN_HOLD);
        ClusterSnapshot first = poller.poll();
        ClusterReport report = judge.judge(cluster, first);
        boolean undecided = closely && isUndecided(first) && took(first).compareTo(QUICK) <= 0;
        if (!undecided && !isDoubtful(first)) {
            return report;
        }
        Thread.sleep(PAUSE.toMillis());
        return judge.judge(cluster, poller.poll());
    }

    private static boolean isUndecided(ClusterSnapshot snapshot) {
        return snapshot.facts().lag().values().stream()
                .flatMap(lag -> lag.known().stream())
                .anyMatch(ReplicationLag.Known::atLeast);
    }

    /** A late answer is no proof that a process hangs, nor are two members seen to write one after the other. */
    private static boolean isDoubtful(ClusterSnapshot snapshot) {
        boolean late = snapshot.members().stream()
                .flatMap(member ->
                        Stream.of(member.patroni().reason(), member.postgres().reason()))
                .flatMap(Optional::stream)
                .anyMatch(failure -> failure.kind() == FailureKind.TIMEOUT);
        return late || snapshot.facts().leadership().writable().size() > 1;
    }

    private static Duration took(ClusterSnapshot snapshot) {
        return Duration.between(snapshot.seen().started(), snapshot.seen().finished());
    }

    private static ClusterConfig impatient(ClusterConfig cluster) {
        PollConfig poll = cluster.poll();
        ClusterConfig quick = cluster.withEndpoints(cluster.endpoints().withinTimeout(SQL_PATIENCE));
        return quick.withPoll(poll.withTimeouts(
                shorter(poll.httpTimeout(), HTTP_PATIENCE), shorter(poll.sqlTimeout(), SQL_PATIENCE)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** A connection to a node that hangs may not be closed in time: the end of the process closes it. */
    @Override
    public void close() {
        Thread farewell = daemon(() -> {
            pollers.forEach(ClusterPoller::close);
            sources.close();
            threads.shutdownNow();
        });
        farewell.start();
        try {
            farewell.join(FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "look");
        thread.setDaemon(true);
        return thread;
    }
}
