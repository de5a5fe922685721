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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do to a real cluster is one event each, and nothing else is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@Order(2)
final class EventsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1).asExtension();

    private final ObjectMapper json = new ObjectMapper();
    private RealCluster cluster;
    private Path folder;
    private Path state;
    private MonitorProcess monitor;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        folder = Target.newFolder("monitor");
        state = folder.resolve("state");
        start();
    }

    private void start() {
        monitor = MonitorProcess.start(
                folder,
                "poll { interval = 3s, http-timeout = 2500ms, slow-interval = 5s }%nstate.directory = \"%s\"%nclusters { %s }"
                        .formatted(state, cluster.monitorConfig()));
        monitor.awaitReady();
    }

    @AfterAll
    void stop() {
        monitor.close();
    }

    @Test
    @Order(1)
    void aQuietClusterHasNoHistory() throws IOException {
        Await.holds(
                "only the start is told", Duration.ofSeconds(15), () -> labels().equals(List.of("monitor_started")));
        assertThat(monitor.metrics().value("patroni_cluster_events_total", "type", "leader_change"))
                .isZero();
    }

    @Test
    @Order(2)
    void aSwitchoverIsOneEvent() throws IOException {
        String former = cluster.leader();
        String candidate = cluster.replicas().get(0);
        int before = events().size();

        cluster.switchover(candidate);

        JsonNode event = awaitOnly("leader_change", before);
        assertThat(event.path("sentence").asText())
                .startsWith(candidate + " took over from " + former + " in a planned switchover, timeline 1 to 2, ")
                .endsWith("without a writable leader; no WAL was lost (the old leader shut down in order)");
        assertThat(event.path("member").asText()).isEqualTo(candidate);
        assertThat(event.path("data").path("planned").asBoolean()).isTrue();
        assertThat(event.path("data").path("lost_bytes").asLong(-1)).isZero();
        assertThat(monitor.metrics().value("patroni_cluster_events_total", "type", "leader_change"))
                .isEqualTo(1);
    }

    @Test
    @Order(3)
    void aPauseAndItsEndAreOneEventEach() throws IOException {
        int before = events().size();
        cluster.pause();
        awaitOnly("paused", before);
        cluster.resume();
        JsonNode resumed = awaitOnly("resumed", before + 1);
        assertThat(resumed.path("sentence").asText()).startsWith("Resumed after a pause of ");
    }

    @Test
    @Order(4)
    void aChangedSettingIsOneEventWithBothValues() throws IOException {
        int before = events().size();
        cluster.configure("postgresql.parameters.work_mem=8MB"); // which takes no restart
        JsonNode event = awaitOnly("configuration_changed", before);
        assertThat(event.path("sentence").asText())
                .matches("Configuration changed: postgresql\\.parameters\\.work_mem from unset to 8MB");
        assertThat(event.path("data").path("changes").get(0).path("to").asText())
                .isEqualTo("8MB");
    }

    @Test
    @Order(5)
    void aSecretIsToldAsChangedOnly() throws IOException {
        int before = events().size();
        cluster.configure("postgresql.parameters.archive_command=cp --password=hunter2 %p /dev/null");
        JsonNode event = awaitOnly("configuration_changed", before);
        assertThat(event.path("sentence").asText())
                .isEqualTo("Configuration changed: postgresql.parameters.archive_command set");
        assertThat(Files.readString(state.resolve("events.jsonl"))).doesNotContain("hunter2");
    }

    @Test
    @Order(6)
    void aRestartOfPostgresIsOneEvent() throws IOException {
        String replica = cluster.replicas().get(0);
        int before = events().size();
        cluster.patronictl("restart", cluster.scope(), replica, "--force");
        JsonNode event = awaitOnly("postgres_restarted", before);
        assertThat(event.path("sentence").asText()).isEqualTo("PostgreSQL on " + replica + " (replica) was restarted");
    }

    @Test
    @Order(7)
    void aDeadReplicaIsDownAndBack() throws IOException {
        String replica = cluster.replicas().get(0);
        cluster.kill9(replica);
        Await.until("down", SOON, () -> labels().contains("member_down"));
        cluster.start(replica);
        Await.until("back", Duration.ofMinutes(2), () -> labels().contains("member_back"));
        assertThat(events().stream()
                        .filter(event -> event.path("type").asText().equals("member_down"))
                        .map(event -> event.path("sentence").asText()))
                .singleElement()
                .asString()
                .startsWith(replica + " (replica) is down: neither Patroni nor PostgreSQL runs, the host answers");
        cluster.awaitStreaming();
        Await.until(
                "the alert ends",
                Duration.ofMinutes(2),
                () -> labels().stream().filter("alert_fires"::equals).count()
                        == labels().stream().filter("alert_ends"::equals).count());
    }

    @Test
    @Order(8)
    void aDeadLeaderIsAFailoverWithWhatItCost() throws IOException {
        String former = cluster.leader();
        cluster.kill9(former);
        String successor = cluster.awaitPrimaryOtherThan(former);
        Await.until("told", SOON, () -> count("leader_change") == 2);
        JsonNode event = events().stream()
                .filter(each -> each.path("type").asText().equals("leader_change"))
                .reduce((one, other) -> other)
                .orElseThrow();
        assertThat(event.path("sentence").asText())
                .startsWith(successor + " took over from " + former
                        + " in a failover, which was not planned, timeline 2 to 3, ")
                .contains(" without a writable leader; ");
        assertThat(event.path("data").path("planned").asBoolean(true)).isFalse();
        assertThat(event.path("data").path("seconds_without_writable_leader").asDouble())
                .isBetween(5.0, 60.0);
        cluster.start(former);
        Await.until("back", Duration.ofMinutes(2), () -> count("member_back") == 2);
        cluster.awaitStreaming();
        assertThat(count("postgres_restarted")).as("%s", events()).isEqualTo(1);
    }

    @Test
    @Order(9)
    void aRestartedMonitorRemembersAndTellsTheGap() throws IOException {
        List<JsonNode> before = events();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("events.jsonl"))))
                .isEqualTo("rw-------");
        assertThat(monitor.stop()).isZero();
        Command.Result journal = MonitorProcess.command(
                "events", "--config", monitor.configFile().toString(), "--type", "leader_change");
        assertThat(journal.exitCode()).isZero();
        assertThat(journal.out()).contains("took over from").hasLineCount(2);
        assertThat(journal.err()).contains("No monitor answers").contains("read from the journal in " + state);

        start();

        assertThat(labels().subList(before.size(), labels().size()))
                .containsSubsequence("monitor_stopped", "monitor_gap", "monitor_started");
        Command.Result told = MonitorProcess.command(
                "events", "--config", monitor.configFile().toString(), "--type", "monitor_gap", "--json");
        assertThat(told.exitCode()).isZero();
        assertThat(json.readTree(told.out()).path("events")).hasSize(1);
    }

    @Test
    @Order(10)
    void aKilledMonitorTellsNothingASecondTime() throws IOException {
        Await.until("nothing is pending", Duration.ofMinutes(2), () -> count("member_back") == 2);
        long changes = count("leader_change");
        monitor.close();
        start();

        Await.holds(
                "told once",
                Duration.ofSeconds(8),
                () -> count("leader_change") == changes && count("member_back") == 2 && count("monitor_gap") == 2);
    }

    private List<JsonNode> events() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        json.readTree(monitor.get("/api/v1/events").body()).path("events").forEach(all::add);
        return all;
    }

    private List<String> labels() throws IOException {
        return events().stream().map(event -> event.path("type").asText()).toList();
    }

    private long count(String type) throws IOException {
        return labels().stream().filter(type::equals).count();
    }

    /** Waits for it, and for a while after it, in which nothing else may be told. */
    private JsonNode awaitOnly(String type, int before) throws IOException {
        Await.until(type, SOON, () -> events().size() > before);
        Await.holds("nothing but " + type, Duration.ofSeconds(8), () -> {
            List<String> labels = labels();
            assertThat(labels.subList(before, labels.size())).containsExactly(type);
            return true;
        });
        return events().get(before);
    }
}
