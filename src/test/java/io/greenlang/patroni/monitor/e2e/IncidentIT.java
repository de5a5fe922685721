package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A dead leader of a real cluster leaves a record, also when the monitor is killed in the middle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Order(2)
final class IncidentIT {
    private static final Duration TAKES = Duration.ofMinutes(2);

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1).asExtension();

    private final ObjectMapper json = new ObjectMapper();
    private RealCluster cluster;
    private Path folder;
    private MonitorProcess monitor;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        folder = Target.newFolder("monitor");
        start();
        Await.until("all stream", TAKES, () -> monitor.get("/api/v1/events").statusCode() == 200);
    }

    private void start() {
        monitor = MonitorProcess.start(
                folder,
                "poll { interval = 3s, http-timeout = 2500ms, slow-interval = 5s }%nstate.directory = \"%s\"%nclusters { %s }"
                        .formatted(folder.resolve("state"), cluster.monitorConfig()));
        monitor.awaitReady();
    }

    @AfterAll
    void stop() {
        monitor.close();
    }

    @Test
    @Order(1)
    void aQuietClusterHasNone() throws IOException {
        assertThat(incidents()).isEmpty();
        Command.Result none = command("--last");
        assertThat(none.exitCode()).isZero();
        assertThat(none.out()).isEqualToIgnoringNewLines("No failover or outage is on record");
    }

    @Test
    @Order(2)
    void aPlannedSwitchoverLeavesNone() throws IOException {
        cluster.switchover(cluster.replicas().get(0));
        Await.until(
                "the leader change",
                TAKES,
                () -> monitor.get("/api/v1/events?type=leader_change").body().contains("took over"));
        Await.until("nothing goes on", TAKES, () -> incidents().isEmpty());
        assertThat(command("--last").out()).isEqualToIgnoringNewLines("No failover or outage is on record");
    }

    @Test
    @Order(3)
    void aFailoverThroughARestartOfTheMonitorIsOneRecord() throws IOException {
        String former = cluster.leader();
        Instant lastLooked = Instant.now().minusSeconds(10);
        cluster.kill9(former);
        Instant killed = Instant.now();
        Await.until("begun", TAKES, () -> incidents().size() == 1);
        Await.until("kept", TAKES, this::isKeptAsOpen);
        monitor.close();
        start();
        String successor = cluster.awaitPrimaryOtherThan(former);
        Await.until(
                "the new leader",
                TAKES,
                () -> !incidents().get(0).path("to").asText().isEmpty());
        assertThat(incidents().get(0).path("open").asBoolean()).isTrue();
        cluster.start(former);
        Await.until("the record", Duration.ofMinutes(3), () -> isComplete(0));

        JsonNode record = incidents().get(0);
        assertThat(record.path("from").asText()).isEqualTo(former);
        assertThat(record.path("to").asText()).isEqualTo(successor);
        assertThat(record.path("kind").asText()).isIn("failover", "leader_change");
        assertThat(Instant.parse(record.path("began").asText())).isBetween(lastLooked, killed);
        assertThat(record.path("outage").path("seconds").asDouble()).isBetween(5.0, 70.0);
        assertThat(record.path("settings").path("ttl").asText()).endsWith(" s");
        assertThat(StreamSupport.stream(record.path("moments").spliterator(), false)
                        .map(moment -> moment.path("what").asText()))
                .startsWith("last_answer")
                .contains(
                        "unread",
                        "member_down",
                        "monitor_gap",
                        "lock_taken",
                        "timeline",
                        "writable",
                        "follows",
                        "leader_change");
        assertThat(record.path("candidates")).hasSize(2);
    }

    @Test
    @Order(4)
    void theCommandPrintsItWithTheMonitorAndWithout() throws IOException {
        Command.Result text = command("--last");
        assertThat(text.exitCode()).isZero();
        assertThat(text.out())
                .contains("Without a writable leader  at most ")
                .contains("What was seen (UTC)", "The monitor did not watch all the time");
        String markdown = command("--last", "--format", "markdown").out();
        assertThat(markdown).startsWith("# ").contains("## Open ends");
        monitor.close();
        assertThat(command("--last").out()).isEqualTo(text.out());
        assertThat(json.readTree(command("--last", "--format", "json").out())
                        .path("source")
                        .asText())
                .isEqualTo("journal");
    }

    private Command.Result command(String... options) {
        List<String> all = new ArrayList<>(
                List.of("incident", "--config", monitor.configFile().toString()));
        all.addAll(List.of(options));
        return MonitorProcess.command(all.toArray(String[]::new));
    }

    private boolean isKeptAsOpen() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state").resolve("clusters"))) {
            Path kept = files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
            return json.readTree(Files.readAllBytes(kept))
                    .path("kept")
                    .path("incidents")
                    .path("open")
                    .isObject();
        }
    }

    private boolean isComplete(int number) throws IOException {
        List<JsonNode> all = incidents();
        return all.size() > number && !all.get(number).path("open").asBoolean(true);
    }

    private List<JsonNode> incidents() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        json.readTree(monitor.get("/api/v1/incidents").body()).path("incidents").forEach(all::add);
        return all;
    }
}
