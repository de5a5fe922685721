package io.greenlang.patroni.monitor.testing.bench;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Scrape.Sample;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One daemon, thirty clusters of three stub nodes, a replica of each silent, so that all of them are shown in full. */
final class PageBench {
    static final String TITLE =
            "The status page of 30 clusters of three stub nodes (Patroni REST only, SQL off), one node of"
                    + " each silent, polled every 5 s:";

    private static final int CLUSTERS = 30;
    private static final int PAGES = 500;
    private static final int WARM_PAGES = 100;

    private PageBench() {}

    static List<Measurement> run() throws IOException {
        try (StubNodes stubs = new StubNodes()) {
            List<StubCluster> clusters = new ArrayList<>();
            for (int i = 0; i < CLUSTERS; i++) {
                StubCluster cluster = StubCluster.open(stubs, "page-" + i);
                cluster.node(2).answer(path -> Reply.nothing());
                clusters.add(cluster);
            }
            String settings = clusters.stream()
                    .map(StubCluster::monitorConfig)
                    .collect(Collectors.joining("", "poll.interval = 5s\nclusters {\n", "}"));
            try (MonitorProcess monitor = MonitorProcess.start(Target.newFolder("bench"), settings)) {
                monitor.awaitReady();
                Await.until(
                        "every cluster is degraded",
                        Duration.ofSeconds(60),
                        () -> monitor.metrics().all("patroni_cluster_state", "state", "degraded").stream()
                                        .mapToDouble(Sample::value)
                                        .sum()
                                == CLUSTERS);
                return measure(monitor);
            }
        }
    }

    private static List<Measurement> measure(MonitorProcess monitor) throws IOException {
        long begin = System.nanoTime();
        int bytes = page(monitor).length;
        Duration first = Duration.ofNanos(System.nanoTime() - begin);
        List<Duration> times = new ArrayList<>();
        ProcessUsage usage = ProcessUsage.of(monitor.pid());
        for (int i = 0; i < WARM_PAGES + PAGES; i++) {
            if (i == WARM_PAGES) {
                usage = ProcessUsage.of(monitor.pid());
            }
            long start = System.nanoTime();
            page(monitor);
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        Duration cpu = ProcessUsage.of(monitor.pid()).cpuSince(usage).dividedBy(PAGES);
        Durations measured = new Durations(times.subList(WARM_PAGES, times.size()));
        String what = "`/`, " + PAGES + " pages: ";
        return List.of(
                new Measurement("`/`, the first one", Measurement.millis(first), ""),
                new Measurement("`/`, size", bytes / 1000 + " kB", "under 300 kB"),
                new Measurement(what + "CPU for each, the polls meanwhile left in", Measurement.millis(cpu), ""),
                new Measurement(what + "median", Measurement.millis(measured.median()), ""),
                new Measurement(what + "p99", Measurement.millis(measured.percentile(0.99)), "under 50 ms"));
    }

    private static byte[] page(MonitorProcess monitor) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(monitor.url() + "/").openConnection();
        try (InputStream page = connection.getInputStream()) {
            return page.readAllBytes();
        }
    }
}
