package io.greenlang.patroni.monitor.testing.bench;

import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One real cluster of three, watched by the daemon, and then by what people use instead: a postgres_exporter for each node,
 * and each Patroni's own {@code /metrics}. Every scrape is of a page that nobody has asked for before. Counts what the
 * watchers use, and what they make Patroni and PostgreSQL use beyond what those use unwatched, which is measured before
 * each. A page of the daemon is about the whole cluster, each other page about a node.
 */
final class SideBySideBench {
    private static final Duration WARM_UP = Duration.ofSeconds(100);
    private static final Duration UNWATCHED = Duration.ofMinutes(2);
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final RealCluster cluster;
    private final List<String> archive;

    private SideBySideBench(RealCluster cluster, List<String> archive) {
        this.cluster = cluster;
        this.archive = archive;
    }

    /** How often is polled and scraped, and how often that is measured. */
    private record Pace(Duration poll, Duration scrape, int scrapes) {
        Duration lasting() {
            return scrape.multipliedBy(scrapes);
        }
    }

    /** CPU time so far. */
    private record Cpu(Duration watchers, Duration patroni, Duration postgres) {
        Cpu minus(Cpu before) {
            return new Cpu(
                    watchers.minus(before.watchers), patroni.minus(before.patroni), postgres.minus(before.postgres));
        }
    }

    /** @param cpu of the time measured, without what the cluster uses unwatched */
    private record Cost(Cpu cpu, long memory, Durations scrapes, long series) {
        Duration all() {
            return cpu.watchers().plus(cpu.patroni()).plus(cpu.postgres());
        }
    }

    /** Markdown. */
    static String run() throws IOException, InterruptedException {
        try (RealCluster cluster = RealCluster.of(Flavour.PYPI_4_1).start()) {
            Thread.sleep(SETTLED.toMillis());
            Path classes = RealClusterBench.archiveOfClasses(settings(cluster, Duration.ofSeconds(2)));
            SideBySideBench bench = new SideBySideBench(cluster, List.of("-XX:SharedArchiveFile=" + classes));
            return bench.measure(new Pace(Duration.ofSeconds(2), Duration.ofSeconds(2), 120))
                    + bench.measure(new Pace(Duration.ofSeconds(5), Duration.ofSeconds(15), 16));
        }
    }

    private static String settings(RealCluster cluster, Duration interval) {
        return "poll.interval = %ds%nclusters {%n%s}".formatted(interval.toSeconds(), cluster.monitorConfig());
    }

    private Cpu unwatched() throws IOException, InterruptedException {
        Cpu before = cpu(List.of());
        Thread.sleep(UNWATCHED.toMillis());
        return cpu(List.of()).minus(before);
    }

    private String measure(Pace pace) throws IOException, InterruptedException {
        Cost exporters = exporters(pace, unwatched());
        Cost monitor = monitor(pace, unwatched());
        return table(pace, monitor, exporters);
    }

    private Cost monitor(Pace pace, Cpu unwatched) throws IOException, InterruptedException {
        try (MonitorProcess monitor =
                MonitorProcess.start(Target.newFolder("bench"), settings(cluster, Duration.ofSeconds(1)), archive)) {
            monitor.awaitReady();
            List<String> page = List.of(monitor.url() + "/metrics");
            new Scraper(page).scrape((int) WARM_UP.toSeconds(), Duration.ofSeconds(1));
            monitor.rewriteConfig(settings(cluster, pace.poll()));
            monitor.signal("HUP");
            return cost(List.of(monitor.pid()), page, pace, unwatched);
        }
    }

    private Cost exporters(Pace pace, Cpu unwatched) throws IOException, InterruptedException {
        try (Exporters exporters = Exporters.start(cluster)) {
            List<String> pages = Stream.concat(
                            exporters.urls(), cluster.names().stream().map(node -> cluster.restUrl(node) + "/metrics"))
                    .toList();
            return cost(exporters.pids(), pages, pace, unwatched);
        }
    }

    /** The first scrapes are not measured: they find caches empty, and connections to be made. */
    private Cost cost(List<Long> watchers, List<String> pages, Pace pace, Cpu unwatched)
            throws IOException, InterruptedException {
        new Scraper(pages).scrape(10, Duration.ofSeconds(2));
        Scraper scraper = new Scraper(pages);
        Cpu before = cpu(watchers);
        scraper.scrape(pace.scrapes(), pace.scrape());
        Cpu used = cpu(watchers).minus(before);
        double times = (double) pace.lasting().toMillis() / UNWATCHED.toMillis();
        long memory = 0;
        for (long watcher : watchers) {
            memory += ProcessUsage.proportionalBytes(watcher);
        }
        return new Cost(
                new Cpu(
                        used.watchers(),
                        used.patroni().minus(share(unwatched.patroni(), times)),
                        used.postgres().minus(share(unwatched.postgres(), times))),
                memory,
                scraper.times(),
                scraper.series());
    }

    private static Duration share(Duration time, double times) {
        return Duration.ofNanos(Math.round(time.toNanos() * times));
    }

    private Cpu cpu(List<Long> watchers) throws IOException {
        Duration own = Duration.ZERO;
        for (long watcher : watchers) {
            own = own.plus(ProcessUsage.cpuOfTree(watcher));
        }
        Duration patroni = Duration.ZERO;
        Duration postgres = Duration.ZERO;
        for (String node : cluster.names()) {
            List<Long> pids = cluster.pids(node);
            patroni = patroni.plus(ProcessUsage.cpuOfTree(pids.get(0)));
            postgres = postgres.plus(ProcessUsage.cpuOfTree(pids.get(1)));
        }
        return new Cpu(own, patroni, postgres);
    }

    private String table(Pace pace, Cost monitor, Cost exporters) {
        int parts = cluster.names().size() * pace.scrapes();
        String title = "A poll every %d s and a scrape every %d s, for %d s:%n%n"
                .formatted(
                        pace.poll().toSeconds(),
                        pace.scrape().toSeconds(),
                        pace.lasting().toSeconds());
        String head = "| for each node and scrape | patroni-monitor | exporters and Patroni's `/metrics` | ratio |%n"
                        .formatted()
                + "|---|---|---|---|%n".formatted();
        return title
                + head
                + Stream.of(
                                time(
                                        "CPU of the watchers",
                                        cost -> cost.cpu().watchers().dividedBy(parts),
                                        monitor,
                                        exporters),
                                time(
                                        "CPU in Patroni",
                                        cost -> cost.cpu().patroni().dividedBy(parts),
                                        monitor,
                                        exporters),
                                time(
                                        "CPU in PostgreSQL",
                                        cost -> cost.cpu().postgres().dividedBy(parts),
                                        monitor,
                                        exporters),
                                time("CPU in all", cost -> cost.all().dividedBy(parts), monitor, exporters),
                                row(
                                        "pages that were scraped",
                                        cost -> Integer.toString(
                                                cost.scrapes().sorted().size()),
                                        monitor,
                                        exporters,
                                        ""),
                                time("a page: median", cost -> cost.scrapes().median(), monitor, exporters),
                                time("a page: p99", cost -> cost.scrapes().percentile(0.99), monitor, exporters),
                                row(
                                        "memory (PSS) of all watchers",
                                        cost -> Measurement.mebibytes(cost.memory()),
                                        monitor,
                                        exporters,
                                        Measurement.decimal((double) exporters.memory() / monitor.memory())),
                                row(
                                        "series of all pages",
                                        cost -> Long.toString(cost.series()),
                                        monitor,
                                        exporters,
                                        Measurement.decimal((double) exporters.series() / monitor.series())))
                        .collect(Collectors.joining())
                + "%n".formatted();
    }

    /** What a cluster uses unwatched varies: less than that is no measurement. */
    private static String time(String what, Function<Cost, Duration> time, Cost monitor, Cost exporters) {
        Duration one = time.apply(monitor);
        Duration other = time.apply(exporters);
        String ratio = isMeasured(one) && isMeasured(other)
                ? Measurement.decimal((double) other.toNanos() / one.toNanos())
                : "";
        return row(what, cost -> shown(time.apply(cost)), monitor, exporters, ratio);
    }

    private static String shown(Duration time) {
        return isMeasured(time) ? Measurement.millis(time) : "too little to measure";
    }

    private static boolean isMeasured(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    private static String row(String what, Function<Cost, String> shown, Cost monitor, Cost exporters, String ratio) {
        return "| %s | %s | %s | %s |%n".formatted(what, shown.apply(monitor), shown.apply(exporters), ratio);
    }
}
