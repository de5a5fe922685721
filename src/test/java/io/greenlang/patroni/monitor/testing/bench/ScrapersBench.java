package io.greenlang.patroni.monitor.testing.bench;

import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** One daemon, a hundred clusters of three stub nodes, and fifty who scrape it at the same moment, once a second. */
public final class ScrapersBench {
    static final String TITLE = "100 clusters of three stub nodes (Patroni REST only, SQL off), polled every 5 s in one"
            + " process with -Xmx96m, scraped by 50 at the same moment, once a second for 30 s, with gzip:";

    private static final int CLUSTERS = 100;
    private static final int SCRAPERS = 50;
    private static final int WARM_TURNS = 10;
    private static final int TURNS = 30;

    private final MonitorProcess monitor;
    private final AtomicLong bytes = new AtomicLong();

    private ScrapersBench(MonitorProcess monitor) {
        this.monitor = monitor;
    }

    static List<Measurement> run() throws Exception {
        try (StubNodes stubs = new StubNodes()) {
            List<StubCluster> clusters = new ArrayList<>();
            for (int i = 0; i < CLUSTERS; i++) {
                clusters.add(StubCluster.open(stubs, "scraped-" + i));
            }
            String settings = clusters.stream()
                    .map(StubCluster::monitorConfig)
                    .collect(Collectors.joining("", "poll.interval = 5s\nclusters {\n", "}"));
            try (MonitorProcess monitor =
                    MonitorProcess.start(Target.newFolder("bench"), settings, List.of("-Xmx96m"))) {
                monitor.awaitReady();
                return new ScrapersBench(monitor).measure();
            }
        }
    }

    /** This one alone. */
    public static void main(String[] arguments) throws Exception {
        System.out.printf("%n%s%n%n%s", TITLE, Measurement.table(run()));
    }

    private List<Measurement> measure() throws Exception {
        ExecutorService scrapers = Executors.newFixedThreadPool(SCRAPERS);
        try {
            turns(scrapers, WARM_TURNS);
            ProcessUsage usage = ProcessUsage.of(monitor.pid());
            long begin = System.nanoTime();
            Durations times = new Durations(turns(scrapers, TURNS));
            Duration wall = Duration.ofNanos(System.nanoTime() - begin);
            ProcessUsage later = ProcessUsage.of(monitor.pid());
            double cores = (double) later.cpuSince(usage).toMillis() / wall.toMillis();
            return List.of(
                    new Measurement("scrapes", Integer.toString(times.sorted().size()), ""),
                    new Measurement("a page, with gzip", bytes.get() / 1000 + " kB", ""),
                    new Measurement("median", Measurement.millis(times.median()), ""),
                    new Measurement("p99", Measurement.millis(times.percentile(0.99)), "under 250 ms"),
                    new Measurement("slowest", Measurement.millis(times.slowest()), ""),
                    new Measurement("CPU, polls left in", Measurement.decimal(cores) + " cores", ""),
                    new Measurement("resident memory", Measurement.mebibytes(later.residentBytes()), "under 300 MiB"));
        } finally {
            scrapers.shutdownNow();
        }
    }

    private List<Duration> turns(ExecutorService scrapers, int count) throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            List<Future<Duration>> turn = new ArrayList<>();
            for (int j = 0; j < SCRAPERS; j++) {
                turn.add(scrapers.submit(this::scrape));
            }
            for (Future<Duration> scrape : turn) {
                times.add(scrape.get());
            }
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        }
        return times;
    }

    private Duration scrape() throws IOException {
        long begin = System.nanoTime();
        HttpURLConnection connection = (HttpURLConnection) new URL(monitor.url() + "/metrics").openConnection();
        connection.setRequestProperty("Accept-Encoding", "gzip");
        try (InputStream page = connection.getInputStream()) {
            bytes.set(page.readAllBytes().length);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
