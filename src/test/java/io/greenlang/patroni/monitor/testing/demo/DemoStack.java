package io.greenlang.patroni.monitor.testing.demo;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.testing.AlertmanagerServer;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Pager;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.PrometheusServer;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A three-node cluster, the monitor, Prometheus with the shipped rules and Alertmanager with the shipped routes. */
final class DemoStack implements AutoCloseable {
    private static final int MONITOR_PORT = 9933;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration FAILOVER = Duration.ofMinutes(3);
    private static final Path SHIPPED_RULES = Path.of("alerts/patroni-monitor.rules.yml");

    private final Path folder;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private RealCluster cluster;
    private MonitorProcess monitor;
    private AlertmanagerServer alertmanager;
    private PrometheusServer prometheus;

    private DemoStack(Path folder) {
        this.folder = folder;
    }

    /** Returns when all is healthy. */
    static DemoStack start(Path folder) throws IOException {
        DemoStack stack = new DemoStack(folder);
        try {
            stack.startAll();
            stack.awaitHealthy();
            return stack;
        } catch (IOException | RuntimeException | AssertionError e) {
            stack.close();
            throw e;
        }
    }

    private void startAll() throws IOException {
        say("a three-node Patroni cluster");
        Path clusterFolder = Files.createDirectories(folder.resolve("cluster"));
        cluster = own(RealCluster.of(Flavour.DEBIAN_3_0).folder(clusterFolder).start());
        say("the monitor, Alertmanager and Prometheus");
        String settings =
                "state.directory = \"%s\"\nclusters {\n%s}".formatted(folder.resolve("state"), cluster.monitorConfig());
        monitor = own(MonitorProcess.start(folder, Ports.freeOr(MONITOR_PORT), settings));
        Pager pager = own(Pager.open(DemoStack::tell));
        alertmanager = own(AlertmanagerServer.start(folder, pager.shippedRoutes(folder)));
        prometheus = own(PrometheusServer.start(
                folder, List.of(monitor.port()), List.of(SHIPPED_RULES), List.of(alertmanager.port())));
    }

    /** Says who would be told what. */
    private static void tell(Pager.Message message) {
        switch (message.to()) {
            case PAGERDUTY -> say("PagerDuty is told: " + message.action() + " " + message.summary());
            case SLACK -> say("Slack " + message.channel() + " is told: " + message.summary());
            case SWITCH -> {
                // comes for ever
            }
        }
    }

    private void awaitHealthy() {
        say("waiting until all is healthy");
        monitor.awaitReady();
        Await.until("the monitor finds the cluster healthy", PATIENCE, () -> isHealthy(monitor.metrics()));
        Await.until(
                "Prometheus sees it too",
                PATIENCE,
                () -> prometheus
                                .query("patroni_cluster_state{state=\"healthy\"} == 1")
                                .size()
                        == 1);
        Await.until(
                "its rules are fine and Alertmanager has the watchdog",
                PATIENCE,
                () -> prometheus.api("rules").findValuesAsText("health").stream()
                                .allMatch("ok"::equals)
                        && alertmanager.alerts().findValuesAsText("alertname").contains("PatroniMonitorWatchdog"));
    }

    private boolean isHealthy(Scrape metrics) {
        int members = cluster.names().size();
        return metrics.value("patroni_cluster_state", "state", "healthy") == 1
                && metrics.all("patroni_monitor_member_up").size() == 2 * members
                && allAre(1, metrics, "patroni_monitor_member_up")
                && metrics.all("pg_replication_lag_seconds").size() == members - 1
                && allAre(0, metrics, "pg_replication_lag_seconds");
    }

    private static boolean allAre(double value, Scrape metrics, String name) {
        return metrics.all(name).stream().allMatch(sample -> sample.value() == value);
    }

    /** Does what people ask for by writing into the file, and says what the monitor saw, until the thread is interrupted. */
    void play() throws IOException, InterruptedException {
        Path file = wishes();
        DemoTricks tricks = new DemoTricks(cluster);
        DemoEvents events = new DemoEvents(monitor);
        System.out.printf("Try, in another terminal:%n%s%n", tricks.describe(file.toString()));
        while (true) {
            String wish = Files.readString(file).strip();
            if (!wish.isEmpty()) {
                Files.writeString(file, "");
                say(tricks.run(wish).orElseGet(() -> "there is no " + wish + ", but " + tricks.names()));
            }
            lookOn(events);
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** Goes on without the monitor: when the JVM ends, its hooks stop everything, and closing it all here as well would be in their way. */
    private static void lookOn(DemoEvents events) {
        try {
            List<String> unused = sayWhatHappened(events);
        } catch (IOException e) {
            say("the monitor does not answer");
        }
    }

    private Path wishes() throws IOException {
        return Files.writeString(folder.resolve("do"), "");
    }

    /** @return the types of the events */
    private static List<String> sayWhatHappened(DemoEvents events) throws IOException {
        List<String> types = new ArrayList<>();
        for (JsonNode event : events.fresh()) {
            say("monitor: " + DemoEvents.words(event));
            types.add(event.path("type").asText());
        }
        return types;
    }

    /** A failover from the kill to the repair, as the monitor tells it. */
    void failOver() throws IOException {
        DemoTricks tricks = new DemoTricks(cluster);
        DemoEvents events = new DemoEvents(monitor);
        List<String> seen = new ArrayList<>();
        say(tricks.run(DemoTricks.KILL_LEADER).orElseThrow());
        awaitEvent(events, seen, EventType.LEADER_CHANGE.label());
        say(tricks.run(DemoTricks.REPAIR).orElseThrow());
        awaitEvent(events, seen, EventType.MEMBER_BACK.label());
        awaitEvent(events, seen, EventType.INCIDENT.label());
        awaitHealthy();
        System.out.println(MonitorProcess.command(
                        "incident", "--last", "--config", monitor.configFile().toString())
                .out());
    }

    private static void awaitEvent(DemoEvents events, List<String> seen, String type) {
        Await.until("the monitor tells of " + type, FAILOVER, () -> {
            seen.addAll(sayWhatHappened(events));
            return seen.contains(type);
        });
    }

    /** The monitor's status table and every address. */
    String describe() {
        Command.Result status = MonitorProcess.command(
                "status", "--config", monitor.configFile().toString());
        return status.orThrow("status")
                + """

                Status page   %1$s/
                Metrics       %1$s/metrics
                JSON          %1$s/api/v1/clusters
                Prometheus    %2$s
                Alertmanager  %3$s
                patronictl    patronictl -c %4$s list
                %5$s
                """.formatted(
                        monitor.url(),
                        prometheus.url(),
                        alertmanager.url(),
                        cluster.controlFile(),
                        cluster.names().stream().map(this::describeMember).collect(joining("\n")));
    }

    private String describeMember(String name) {
        return "%-13s %s/patroni, %s".formatted(name, cluster.restUrl(name), cluster.psql(name));
    }

    private <T extends AutoCloseable> T own(T server) {
        started.push(server);
        return server;
    }

    private static void say(String step) {
        System.out.println("demo: " + step);
    }

    /** Stops the last started first. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("could not stop all; make demo-down does", e);
            }
        }
    }
}
