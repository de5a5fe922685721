package io.greenlang.patroni.monitor.testing.bench;

import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Scrape.Sample;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One daemon, one real cluster of three, a poll every two seconds. */
final class RealClusterBench {
    static final String TITLE = "One real cluster of three (Patroni 4.1.5, PostgreSQL 15), polled every 2 s:";

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final int POLLS = 200;
    private static final int WARM_POLLS = 100;

    private final RealCluster cluster;
    private final MonitorProcess monitor;
    private final List<Measurement> rows = new ArrayList<>();

    private RealClusterBench(RealCluster cluster, MonitorProcess monitor) {
        this.cluster = cluster;
        this.monitor = monitor;
    }

    static List<Measurement> run() throws IOException, InterruptedException {
        try (RealCluster cluster = RealCluster.of(Flavour.PYPI_4_1)
                .parameter("log_statement", "all")
                .parameter("log_connections", "on")
                .start()) {
            String settings = "poll.interval = 2s\nclusters {\n" + cluster.monitorConfig() + "}";
            Path archive = archiveOfClasses(settings);
            Instant start = Instant.now();
            try (MonitorProcess monitor = MonitorProcess.start(
                    Target.newFolder("bench"), settings, List.of("-XX:SharedArchiveFile=" + archive))) {
                RealClusterBench bench = new RealClusterBench(cluster, monitor);
                bench.measureStart(start);
                bench.measurePolls();
                return bench.rows;
            }
        }
    }

    /** As docs/running.md has it: one run writes the archive when it ends. */
    static Path archiveOfClasses(String settings) throws InterruptedException {
        Path folder = Target.newFolder("bench");
        Path archive = folder.resolve("patroni-monitor.jsa");
        try (MonitorProcess first =
                MonitorProcess.start(folder, settings, List.of("-XX:ArchiveClassesAtExit=" + archive))) {
            first.awaitReady();
            Thread.sleep(INTERVAL.multipliedBy(5).toMillis());
            first.stop();
        }
        return archive;
    }

    private void measureStart(Instant start) throws IOException {
        monitor.awaitReady();
        double polled = monitor.metrics().value("patroni_monitor_last_poll_timestamp_seconds");
        Duration took = Duration.ofMillis(Math.round(polled * 1000) - start.toEpochMilli());
        rows.add(new Measurement("start to first finished poll", Measurement.seconds(took), "under 3 s"));
    }

    /** Leaves the daemon alone but for one scrape before and one after the warm half. */
    private void measurePolls() throws IOException, InterruptedException {
        Thread.sleep(INTERVAL.multipliedBy(WARM_POLLS).toMillis());
        long polls = polls();
        List<String> logs = logs();
        ProcessUsage usage = ProcessUsage.of(monitor.pid());

        Thread.sleep(INTERVAL.multipliedBy(POLLS - WARM_POLLS).toMillis());
        ProcessUsage later = ProcessUsage.of(monitor.pid());
        List<String> laterLogs = logs();
        long nodePolls = (polls() - polls) * cluster.names().size();

        String memory = Measurement.mebibytes(later.residentBytes());
        rows.add(new Measurement("resident memory after " + POLLS + " polls", memory, "under 160 MiB"));
        String cpu = Measurement.millis(later.cpuSince(usage).dividedBy(nodePolls));
        rows.add(new Measurement("CPU per node and poll, after " + WARM_POLLS + " polls", cpu, "under 4 ms"));
        long statements = 0;
        long connections = 0;
        for (int i = 0; i < logs.size(); i++) {
            String log = laterLogs.get(i).substring(logs.get(i).length());
            statements += count(log, "patroni_monitor@.* LOG: {2}(statement|execute [^:]*): .*");
            connections += count(log, ".*connection authorized: user=patroni_monitor .*");
        }
        rows.add(perNodeAndPoll("statements", statements, nodePolls));
        rows.add(perNodeAndPoll("connections", connections, nodePolls));
    }

    private static Measurement perNodeAndPoll(String what, long counted, long nodePolls) {
        return new Measurement(
                what + " per node and poll, as PostgreSQL's log counts them",
                Measurement.decimal((double) counted / nodePolls),
                "at most 2");
    }

    private static long count(String log, String pattern) {
        return log.lines().filter(line -> line.matches(".*" + pattern)).count();
    }

    private List<String> logs() {
        return cluster.names().stream().map(cluster::logText).toList();
    }

    private long polls() throws IOException {
        Scrape scrape = monitor.metrics();
        return Math.round(scrape.all("patroni_monitor_poll_duration_seconds_count").stream()
                .mapToDouble(Sample::value)
                .sum());
    }
}
