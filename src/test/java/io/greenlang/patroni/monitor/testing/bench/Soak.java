package io.greenlang.patroni.monitor.testing.bench;

import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code make soak}: ten minutes of members that flap and change their names, of reloads and of clients that hang, and what the
 * daemon holds before and after. Prints Markdown, and judges nothing.
 */
public final class Soak {
    private static final Duration CALM = Duration.ofSeconds(90);
    private static final Duration STORM = Duration.ofSeconds(Integer.getInteger("soak.seconds", 600));
    private static final Duration BETWEEN_BLOWS = Duration.ofMillis(250);
    private static final int CLUSTERS = 20;
    private static final int HANGING_CLIENTS = 60;
    private static final int BLOWS_BETWEEN_RELOADS = 20;
    private static final int BLOWS_BETWEEN_SCRAPES = 4;

    private final Random random = new Random(1);
    private final List<StubCluster> clusters = new ArrayList<>();
    private final Deque<Socket> hanging = new ArrayDeque<>();
    private final AtomicLong newNames = new AtomicLong();
    private long reloads;
    private Duration slowestScrape = Duration.ZERO;

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        new Soak().run();
    }

    private void run() throws IOException, InterruptedException {
        try (StubNodes stubs = new StubNodes()) {
            for (int i = 0; i < CLUSTERS; i++) {
                clusters.add(StubCluster.open(stubs, "soak-" + i));
            }
            try (MonitorProcess monitor = MonitorProcess.start(Target.newFolder("soak"), settings(CLUSTERS))) {
                monitor.awaitReady();
                Thread.sleep(CALM.toMillis());
                Held before = Held.by(monitor);
                storm(monitor);
                heal(monitor);
                Thread.sleep(CALM.toMillis());
                Held after = Held.by(monitor);
                print(before, after);
            }
        }
    }

    private void storm(MonitorProcess monitor) throws IOException, InterruptedException {
        long end = System.nanoTime() + STORM.toNanos();
        for (int blow = 0; System.nanoTime() < end; blow++) {
            strike(clusters.get(random.nextInt(CLUSTERS)), random.nextInt(3));
            hang(monitor);
            if (blow % BLOWS_BETWEEN_SCRAPES == 0) {
                long start = System.nanoTime();
                Scrape unused = monitor.metrics();
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                slowestScrape = took.compareTo(slowestScrape) > 0 ? took : slowestScrape;
            }
            if (blow % BLOWS_BETWEEN_RELOADS == 0) {
                reload(monitor, CLUSTERS - random.nextInt(5));
            }
            Thread.sleep(BETWEEN_BLOWS.toMillis());
        }
    }

    /** Hangs, closes without a byte, tells of new members, or is well again. */
    private void strike(StubCluster cluster, int index) {
        switch (random.nextInt(5)) {
            case 0 -> cluster.node(index).hang();
            case 1 -> cluster.node(index).answer(path -> Reply.nothing());
            case 2 ->
                cluster.node(index)
                        .answer(path -> cluster.answer(index, path)
                                .replace(cluster.name(2), "new-" + newNames.incrementAndGet()));
            default -> cluster.heal(index);
        }
    }

    /** One more client that sends half a request; the oldest goes. */
    private void hang(MonitorProcess monitor) throws IOException {
        Socket client = new Socket("127.0.0.1", monitor.port());
        client.getOutputStream()
                .write("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Half: ".getBytes(StandardCharsets.US_ASCII));
        hanging.add(client);
        if (hanging.size() > HANGING_CLIENTS) {
            hanging.remove().close();
        }
    }

    private void heal(MonitorProcess monitor) throws IOException {
        clusters.forEach(cluster -> {
            for (int i = 0; i < 3; i++) {
                cluster.heal(i);
            }
        });
        for (Socket client : hanging) {
            client.close();
        }
        reload(monitor, CLUSTERS);
    }

    private void reload(MonitorProcess monitor, int watched) throws IOException {
        monitor.rewriteConfig(settings(watched));
        int status = monitor.post("/-/reload").statusCode();
        if (status != 200) {
            throw new IOException("a reload ended with HTTP status " + status);
        }
        reloads++;
    }

    /** All that is new in the storm is forgotten after a minute, so that what stays is a leak. */
    private String settings(int watched) {
        return clusters.stream()
                .limit(watched)
                .map(StubCluster::monitorConfig)
                .collect(Collectors.joining(
                        "", "poll.interval = 1s\ncluster-defaults.forget-after = 60s\nclusters {\n", "}"));
    }

    private void print(Held before, Held after) {
        System.out.printf(
                "%d clusters of three stub nodes polled every second, -Xmx48m; %d s of a storm: %d reloads, %d new member names,"
                        + " %d clients that hang, a scrape a second (slowest %s).%n%n",
                CLUSTERS,
                STORM.toSeconds(),
                reloads,
                newNames.get(),
                HANGING_CLIENTS,
                Measurement.millis(slowestScrape));
        System.out.printf("| | a minute before | a minute after |%n|---|---|---|%n");
        System.out.printf("| descriptors | %d | %d |%n", before.descriptors(), after.descriptors());
        System.out.printf("| threads | %d | %d |%n", before.threads(), after.threads());
        System.out.printf(
                "| heap after a collection | %s | %s |%n",
                Measurement.mebibytes(before.heap()), Measurement.mebibytes(after.heap()));
        System.out.printf(
                "| resident memory | %s | %s |%n",
                Measurement.mebibytes(before.resident()), Measurement.mebibytes(after.resident()));
        System.out.printf("| series | %d | %d |%n", before.series(), after.series());
    }

    /**
     * What the process holds.
     *
     * @param heap in use after a full collection
     */
    private record Held(long descriptors, long threads, long heap, long resident, int series) {
        static Held by(MonitorProcess monitor) throws IOException {
            Path proc = Path.of("/proc", Long.toString(monitor.pid()));
            Command.Result unused = Command.run(List.of("jcmd", Long.toString(monitor.pid()), "GC.run"));
            Scrape scrape = monitor.metrics();
            double heap = scrape.all("jvm_memory_used_bytes").stream()
                    .filter(area -> area.label("area").equals("heap"))
                    .mapToDouble(Scrape.Sample::value)
                    .sum();
            return new Held(
                    entries(proc.resolve("fd")),
                    entries(proc.resolve("task")),
                    Math.round(heap),
                    ProcessUsage.of(monitor.pid()).residentBytes(),
                    scrape.samples().size());
        }

        private static long entries(Path folder) throws IOException {
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.count();
            }
        }
    }
}
