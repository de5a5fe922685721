package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetrics;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.poll.ClusterPoller;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One look at every cluster, from where the command is run; asks no daemon. Whoever waits for it sits before a terminal:
 * nodes get less time than the daemon gives them, so that the answer is there within five seconds even if some hang.
 */
final class OneLook {
    /** With these the first round, the longest, is over after three seconds. */
    private static final Duration HTTP_PATIENCE = Duration.ofSeconds(1);

    private static final Duration SQL_PATIENCE = Duration.ofSeconds(2);

    /** A round that took longer leaves no time for another one. */
    private static final Duration QUICK = Duration.ofMillis(1200);

    /** Between two rounds: long enough for a standby that follows to replay what the primary had written before. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** For saying goodbye to PostgreSQL; nothing is lost when that takes longer. */
    private static final Duration FAREWELL = Duration.ofMillis(200);

    private final boolean twiceIfUseful;

    private OneLook(boolean twiceIfUseful) {
        this.twiceIfUseful = twiceIfUseful;
    }

    static MonitorReport at(MonitorConfig config) throws InterruptedException {
        return new OneLook(false).look(config);
    }

    /**
     * Looks a second time, a second later, where a standby was not caught up: one look proves how far behind it is at
     * least, two can prove that it is no farther.
     */
    static MonitorReport closely(MonitorConfig config) throws InterruptedException {
        return new OneLook(true).look(config);
    }

    private MonitorReport look(MonitorConfig config) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(OneLook::daemon);
        Sources sources = new Sources(new SelfMetrics(), SteadyClock.start());
        List<ClusterPoller> pollers = config.clusters().stream()
                .map(OneLook::impatient)
                .map(sources::poller)
                .toList();
        try {
            List<Callable<ClusterReport>> looks = new ArrayList<>();
            for (int i = 0; i < pollers.size(); i++) {
                ClusterConfig cluster = config.clusters().get(i);
                ClusterPoller poller = pollers.get(i);
                looks.add(() -> look(cluster, poller));
            }
            List<ClusterReport> reports = new ArrayList<>();
            for (Future<ClusterReport> report : threads.invokeAll(looks)) {
                reports.add(report.get());
            }
            return new MonitorReport(reports, true);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a bug in the monitor broke off the poll", e.getCause());
        } finally {
            leave(pollers, sources, threads);
        }
    }

    private ClusterReport look(ClusterConfig cluster, ClusterPoller poller) throws InterruptedException {
        Judge judge = new Judge(ClusterWatch.UNKNOWN_HOLD);
        ClusterSnapshot first = poller.poll();
        ClusterReport report = judge.judge(cluster, first);
        if (!twiceIfUseful || !isUndecided(first) || took(first).compareTo(QUICK) > 0) {
            return report;
        }
        Thread.sleep(PAUSE.toMillis());
        return judge.judge(cluster, poller.poll());
    }

    private static boolean isUndecided(ClusterSnapshot picture) {
        return picture.facts().lag().values().stream()
                .flatMap(lag -> lag.known().stream())
                .anyMatch(ReplicationLag.Known::atLeast);
    }

    private static Duration took(ClusterSnapshot picture) {
        return Duration.between(picture.seen().started(), picture.seen().finished());
    }

    private static ClusterConfig impatient(ClusterConfig cluster) {
        PollConfig poll = cluster.poll();
        return new ClusterConfig(
                cluster.name(),
                cluster.discovery(),
                cluster.expectedMembers(),
                new PollConfig(
                        poll.interval(),
                        shorter(poll.httpTimeout(), HTTP_PATIENCE),
                        shorter(poll.sqlTimeout(), SQL_PATIENCE),
                        poll.slow(),
                        poll.postmasterCheck(),
                        poll.connectionLifetime()),
                cluster.patroni(),
                cluster.postgres(),
                cluster.disk(),
                cluster.thresholds());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** A connection to a node that hangs may not be closed in time: the end of the process closes it. */
    private static void leave(List<ClusterPoller> pollers, Sources sources, ExecutorService threads)
            throws InterruptedException {
        Thread farewell = daemon(() -> {
            pollers.forEach(ClusterPoller::close);
            sources.close();
            threads.shutdownNow();
        });
        farewell.start();
        farewell.join(FAREWELL.toMillis());
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "look");
        thread.setDaemon(true);
        return thread;
    }
}
