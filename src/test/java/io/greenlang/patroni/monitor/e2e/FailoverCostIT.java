package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import io.greenlang.patroni.monitor.testing.Target;
import io.greenlang.patroni.monitor.testing.WritingClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

/**
 * What a failover cost, as its event tells it, held against the WAL on the dead primary's disk, against the rows that a client
 * saw acknowledged, and against that client's clock.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@Order(2)
final class FailoverCostIT {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MEGABYTES = 20;
    /** A running-xacts record, which PostgreSQL writes by itself each 15 s, and may after the last look. */
    private static final long RECORD_OF_ITS_OWN = 128;

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .dynamic("maximum_lag_on_failover", 1 << 30)
            .asExtension();

    private final ObjectMapper json = new ObjectMapper();
    private RealCluster cluster;
    private MonitorProcess monitor;
    private Duration unseen = Duration.ZERO;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        monitor = MonitorProcess.start(
                Target.newFolder("monitor"),
                "poll { interval = %ds, slow-interval = 5s }%nclusters { %s }"
                        .formatted(POLL.toSeconds(), cluster.monitorConfig()));
        monitor.awaitReady();
    }

    @AfterAll
    void stop() {
        monitor.close();
    }

    @Test
    @Order(1)
    void claimsNoMoreThanWasLostUnderLoad() throws IOException {
        String former = cluster.primary();
        JsonNode event;
        try (ServerProcess load = cluster.pgbench(former);
                WritingClient client = cluster.writingClient()) {
            Await.until("writes", Watch.SOON, () -> client.acknowledged().size() > 100);
            assertThat(load.isAlive()).isTrue();
            event = fail(former, () -> {});
            awaitAboutAsLongAsTold(event, client);
        }

        long lost = lostOnDisk(former, event);
        assertThat(event.path("data").has("lost_bytes")).isFalse();
        if (event.path("data").has("lost_bytes_at_least")) {
            assertThat(atLeast(event)).isPositive().isLessThanOrEqualTo(lost);
            assertWordsSay(atLeast(event), event);
        } else {
            assertThat(event.path("sentence").asText())
                    .endsWith("; how much WAL was lost is unknown (nothing beyond the switchpoint was seen, and the old"
                            + " leader may have written on)");
        }
        recover(former);
    }

    @Test
    @Order(2)
    void tellsExactlyWhatNoStandbyReceivedOnceWritingHadStopped() throws IOException {
        String former = cluster.primary();
        List<String> standbys = cluster.replicas();
        standbys.forEach(cluster::freezeReceiver);
        cluster.execute(former, "SELECT pg_terminate_backend(pid) FROM pg_stat_replication");
        cluster.execute(
                former,
                "SELECT pg_logical_emit_message(true, '', repeat('x', 1000000)) FROM generate_series(1, " + MEGABYTES
                        + ")");
        Lsn written = Lsn.parse(cluster.queryOne(former, "SELECT pg_current_wal_lsn()"));
        awaitTwoPolls();

        JsonNode event = fail(former, () -> standbys.forEach(cluster::thawReceiver));

        long lost = lostOnDisk(former, event);
        assertThat(lost).isGreaterThan(MEGABYTES * 1_000_000L);
        assertThat(atLeast(event))
                .isBetween(lost - RECORD_OF_ITS_OWN, lost)
                .isGreaterThanOrEqualTo(written.minus(switchpoint(event)));
        assertWordsSay(atLeast(event), event);
        recover(former);
    }

    @Test
    @Order(3)
    void losesNoAcknowledgedRowInSynchronousMode() throws IOException {
        cluster.configure("synchronous_mode=true");
        Await.until("synchronous", Watch.SOON, () -> monitor.metrics().value("patroni_cluster_sync_standbys") == 1);
        String former = cluster.primary();
        JsonNode event;
        List<Long> acknowledged;
        try (ServerProcess load = cluster.pgbench(former);
                WritingClient client = cluster.writingClient()) {
            Await.until("writes", Watch.SOON, () -> client.acknowledged().size() > 100);
            assertThat(load.isAlive()).isTrue();
            event = fail(former, () -> {});
            awaitAboutAsLongAsTold(event, client);
            acknowledged = client.acknowledged();
        }

        long lost = lostOnDisk(former, event);
        assertThat(event.path("data").path("lost_bytes").asLong(-1)).isZero();
        assertThat(event.path("data").path("lost_bytes_known_by").asText()).isEqualTo("synchronous standby");
        assertThat(event.path("sentence").asText())
                .endsWith("; no acknowledged commit was lost (the new leader was a synchronous standby)");
        assertThat(rowsMissing(acknowledged)).isZero();
        System.out.printf("%d rows acknowledged; WAL lost on disk %d B%n", acknowledged.size(), lost);
    }

    /** @param after what is done once the primary is dead */
    private JsonNode fail(String former, Runnable after) throws IOException {
        int before = changes().size();
        unseen = sinceTheLastLook();
        cluster.kill9(former);
        after.run();
        JsonNode event = Await.value(
                "the leader change is told",
                Duration.ofSeconds(90),
                () -> Optional.of(changes()).filter(all -> all.size() > before).map(all -> all.get(before)));
        System.out.println(event.path("sentence").asText());
        return event;
    }

    private List<JsonNode> changes() throws IOException {
        JsonNode events = json.readTree(
                        monitor.get("/api/v1/events?type=leader_change").body())
                .path("events");
        return StreamSupport.stream(events.spliterator(), false).toList();
    }

    private void awaitTwoPolls() throws IOException {
        double before = monitor.metrics().value("patroni_monitor_last_poll_timestamp_seconds");
        Await.until(
                "two polls",
                Watch.SOON,
                () -> monitor.metrics().value("patroni_monitor_last_poll_timestamp_seconds")
                        > before + 2.0 * POLL.toSeconds());
    }

    /** How long ago the monitor may have seen the leader at work: a late round is skipped, so that this may be over one interval. */
    private Duration sinceTheLastLook() throws IOException {
        Scrape metrics = monitor.metrics();
        double now = System.currentTimeMillis() / 1000.0;
        double ended = now - metrics.value("patroni_monitor_last_poll_timestamp_seconds");
        return seconds(ended + metrics.value("patroni_monitor_poll_duration_seconds_max"));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private void awaitAboutAsLongAsTold(JsonNode event, WritingClient client) {
        Duration told = seconds(
                event.path("data").path("seconds_without_writable_leader").asDouble());
        Await.until(
                "the client writes",
                Watch.SOON,
                () -> client.longestOutage().length().compareTo(Duration.ofSeconds(2)) > 0);
        WritingClient.Outage outage = client.longestOutage();
        System.out.printf(
                "told %s, client %s of which its retry %s; last look up to %s before the kill%n",
                told, outage.length(), outage.retry(), unseen);
        assertThat(told)
                .isBetween(
                        // a round may be late by another
                        outage.length().minus(POLL.multipliedBy(2)).minus(outage.retry()),
                        outage.length().plus(unseen).plus(POLL));
    }

    /** What the dead primary has on disk of its timeline beyond the point at which the new one left it. */
    private long lostOnDisk(String former, JsonNode event) {
        int timeline = event.path("data").path("timeline_before").asInt();
        String history = cluster.queryOne(
                cluster.primary(), "SELECT pg_read_file('pg_wal/%08X.history')".formatted(timeline + 1));
        String[] last =
                history.lines().reduce((one, other) -> other).orElseThrow().split("\\s+", -1);
        assertThat(last[0]).isEqualTo(Integer.toString(timeline));
        Lsn switchpoint = Lsn.parse(last[1]);
        assertThat(switchpoint(event)).isEqualTo(switchpoint);
        Lsn end = cluster.endOfWal(former, timeline, switchpoint);
        System.out.printf(
                "switchpoint %s, end on disk %s: %d B lost; the event: %s%n",
                switchpoint, end, end.minus(switchpoint), event.path("data"));
        return end.minus(switchpoint);
    }

    private static long atLeast(JsonNode event) {
        return event.path("data").path("lost_bytes_at_least").asLong();
    }

    private static void assertWordsSay(long atLeast, JsonNode event) {
        assertThat(event.path("sentence").asText())
                .endsWith("; at least " + Figures.bytes(atLeast) + " of WAL were lost");
    }

    private static Lsn switchpoint(JsonNode event) {
        return Lsn.parse(event.path("data").path("switchpoint").asText());
    }

    private long rowsMissing(List<Long> acknowledged) {
        return Long.parseLong(cluster.queryOne(
                cluster.primary(),
                "SELECT count(*) FROM unnest('%s'::bigint[]) AS told(id) LEFT JOIN acknowledged ON acknowledged.id = told.id"
                                .formatted("{"
                                        + acknowledged.toString().substring(1).replace("]", "}"))
                        + " WHERE acknowledged.id IS NULL"));
    }

    private void recover(String former) {
        cluster.start(former);
        cluster.awaitStreaming();
        Await.until(
                "no alert but that of the failovers themselves",
                Watch.RECOVERY,
                () -> Watch.alerts(monitor.metrics()).stream()
                        .allMatch(alert -> alert.startsWith("PatroniFailovers ")));
    }
}
