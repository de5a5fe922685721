package io.greenlang.patroni.monitor.testing.bench;

import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.stream.Collectors;

/** One daemon, a hundred clusters of three stub nodes; SQL is off, because stubs have no PostgreSQL behind them. */
final class ScaleBench {
    static final String TITLE = "100 clusters of three stub nodes (Patroni REST only, SQL off), polled every 5 s in one"
            + " process with -Xmx96m, for two minutes, scraped every 5.3 s:";

    private static final int CLUSTERS = 100;
    private static final int NODES = 3 * CLUSTERS;
    /** Spreads the hanging nodes over as many clusters. */
    private static final int EVERY_TENTH = 10;

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration PERIOD = Duration.ofMinutes(2);
    /** Not a divisor of the interval, so that scrapes meet every phase of the rounds. */
    private static final Duration BETWEEN_SCRAPES = Duration.ofMillis(5300);

    private static final String POLLS = "patroni_monitor_poll_duration_seconds_count";

    private final MonitorProcess monitor;
    private final Set<String> disturbed;
    private final List<Duration> ages = new ArrayList<>();

    private ScaleBench(MonitorProcess monitor, Set<String> disturbed) {
        this.monitor = monitor;
        this.disturbed = disturbed;
    }

    static List<Measurement> run() throws IOException, InterruptedException {
        List<Measurement> rows = new ArrayList<>(run("all well", false));
        rows.addAll(run("a tenth of the nodes hangs", true));
        return rows;
    }

    private static List<Measurement> run(String circumstance, boolean hanging)
            throws IOException, InterruptedException {
        try (StubNodes stubs = new StubNodes()) {
            List<StubCluster> clusters = new ArrayList<>();
            for (int i = 0; i < CLUSTERS; i++) {
                clusters.add(StubCluster.open(stubs, "scale-" + i));
            }
            String settings = clusters.stream()
                    .map(StubCluster::monitorConfig)
                    .collect(Collectors.joining("", "poll.interval = 5s\nclusters {\n", "}"));
            Set<String> disturbed = hanging ? hangEveryTenthNode(clusters) : Set.of();
            try (MonitorProcess monitor =
                    MonitorProcess.start(Target.newFolder("bench"), settings, List.of("-Xmx96m"))) {
                monitor.awaitReady();
                return new ScaleBench(monitor, disturbed).measure(circumstance);
            }
        }
    }

    private static Set<String> hangEveryTenthNode(List<StubCluster> clusters) {
        Set<String> disturbed = new HashSet<>();
        for (int i = 0; i < NODES; i += EVERY_TENTH) {
            StubCluster cluster = clusters.get(i / 3);
            cluster.node(i % 3).hang();
            disturbed.add(cluster.scope());
        }
        return disturbed;
    }

    private List<Measurement> measure(String circumstance) throws IOException, InterruptedException {
        Thread.sleep(WARM_UP.toMillis());
        long start = System.nanoTime();
        ProcessUsage usage = ProcessUsage.of(monitor.pid());
        Scrape first = monitor.metrics();
        Scrape last = first;
        while (System.nanoTime() - start < PERIOD.toNanos()) {
            Thread.sleep(BETWEEN_SCRAPES.toMillis());
            last = monitor.metrics();
            noteAges(last);
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        ProcessUsage later = ProcessUsage.of(monitor.pid());
        double cores = (double) later.cpuSince(usage).toMillis() / wall.toMillis();
        Durations fresh = new Durations(ages);
        return List.of(
                new Measurement(
                        circumstance + ": polls that each cluster finished, fewest and most, of "
                                + wall.dividedBy(INTERVAL) + " due",
                        fewestAndMost(first, last),
                        "all, one more or less at the edges"),
                new Measurement(circumstance + ": CPU", Measurement.decimal(cores) + " cores", "at most 0.5"),
                new Measurement(
                        circumstance + ": resident memory",
                        Measurement.mebibytes(later.residentBytes()),
                        "under 300 MiB"),
                new Measurement(
                        circumstance + ": age of the last poll of clusters without a hanging node, median and worst",
                        Measurement.seconds(fresh.median()) + ", " + Measurement.seconds(fresh.slowest()),
                        disturbed.isEmpty() ? "" : "as when all is well"));
    }

    private void noteAges(Scrape scrape) {
        long now = System.currentTimeMillis();
        scrape.all("patroni_monitor_last_poll_timestamp_seconds").stream()
                .filter(last -> !disturbed.contains(last.label("cluster")))
                .map(last -> Duration.ofMillis(now - Math.round(last.value() * 1000)))
                .forEach(ages::add);
    }

    private static String fewestAndMost(Scrape first, Scrape last) {
        LongSummaryStatistics finished = last.all(POLLS).stream()
                .mapToLong(polls -> Math.round(polls.value() - first.value(POLLS, "cluster", polls.label("cluster"))))
                .summaryStatistics();
        return finished.getMin() + ", " + finished.getMax();
    }
}
