package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.WriteLoop;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is foretold of a failover, held against SQL on both nodes and against what Patroni then does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
final class FailoverForecastIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FIFTY_MB = 50_000_000;

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1).asExtension();

    @Test
    @Order(1)
    void enclosesWhatAStuckStandbyLacksAndNamesTheOtherOne() throws IOException {
        RealCluster cluster = fixture.get();
        String primary = cluster.primary();
        String stuck = cluster.replicas().get(0);
        String other = cluster.replicas().get(1);
        try (Watch watch = Watch.over(cluster)) {
            watch.awaitQuietAndHealthy(Watch.SOON);
            assertThat(watch.wellBy("status")).doesNotContain("Patroni would choose");

            cluster.freezeReceiver(stuck);
            try {
                cluster.execute(
                        primary,
                        "SELECT pg_logical_emit_message(true, '', repeat('x', 1000000)) FROM generate_series(1, 50)");
                JsonNode foretold = Await.value(
                        "the other one is foretold",
                        Watch.SOON,
                        () -> forecast(watch, cluster)
                                .filter(forecast -> candidate(forecast, other)
                                                .path("prospect")
                                                .asText()
                                                .equals("chosen")
                                        && candidate(forecast, stuck)
                                                .path("reason")
                                                .asText()
                                                .contains("maximum_lag")));
                long lacking = lacking(cluster, primary, stuck);
                Scrape scrape = watch.scrape();

                assertThat(lacking).isGreaterThan(FIFTY_MB / 2);
                assertThat(loss(scrape, stuck, "least")).isPositive().isLessThanOrEqualTo((double) lacking);
                assertThat(loss(scrape, stuck, "most")).isBetween((double) lacking, 2.0 * FIFTY_MB);
                assertThat(candidate(foretold, stuck).path("prospect").asText()).isEqualTo("excluded");
                assertThat(candidate(foretold, stuck).path("reason").asText())
                        .matches("at least .* behind, maximum_lag_on_failover is 1\\.0 MiB");
                assertThat(watch.command("status").out())
                        .contains("If " + primary + " failed now: Patroni would choose " + other + ";");
                System.out.printf(
                        "%s lacks %d B by SQL; foretold: %.0f to %.0f B%n%s%n",
                        stuck, lacking, loss(scrape, stuck, "least"), loss(scrape, stuck, "most"), foretold);

                cluster.kill9(primary);
                assertThat(cluster.awaitPrimaryOtherThan(primary)).isEqualTo(other);
            } finally {
                cluster.thawReceiver(stuck);
            }
            cluster.start(primary);
            watch.awaitQuietAndHealthy(Watch.RECOVERY);
        }
    }

    @Test
    @Order(2)
    void losesNoCommitToTheSynchronousStandby() throws IOException {
        RealCluster cluster = fixture.get();
        cluster.awaitStreaming();
        cluster.configure("synchronous_mode=true");
        try (Watch watch = Watch.over(cluster);
                WriteLoop writes = cluster.writeLoop()) {
            watch.awaitValue(Watch.SOON, 1, "patroni_cluster_sync_standbys");
            Await.until("writes", Watch.SOON, () -> writes.written() > 10);
            String primary = cluster.primary();
            JsonNode chosen = Await.value(
                    "the synchronous standby is foretold",
                    Watch.SOON,
                    () -> forecast(watch, cluster).flatMap(FailoverForecastIT::chosen));
            String successor = chosen.path("member").asText();

            assertThat(chosen.path("loss").path("synchronous").asBoolean()).isTrue();
            assertThat(loss(watch.scrape(), successor, "most")).isZero();

            cluster.kill9(primary);
            assertThat(cluster.awaitPrimaryOtherThan(primary)).isEqualTo(successor);
            cluster.start(primary);
        }
    }

    private static Optional<JsonNode> forecast(Watch watch, RealCluster cluster) throws IOException {
        JsonNode forecast = JSON.readTree(watch.monitor()
                        .get("/api/v1/clusters/" + cluster.scope())
                        .body())
                .path("failover_forecast");
        return forecast.isObject() ? Optional.of(forecast) : Optional.empty();
    }

    private static JsonNode candidate(JsonNode forecast, String member) {
        for (JsonNode candidate : forecast.path("candidates")) {
            if (candidate.path("member").asText().equals(member)) {
                return candidate;
            }
        }
        return forecast.path("none");
    }

    private static Optional<JsonNode> chosen(JsonNode forecast) {
        for (JsonNode candidate : forecast.path("candidates")) {
            if (candidate.path("prospect").asText().equals("chosen")) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static double loss(Scrape scrape, String member, String bound) {
        return scrape.value("patroni_failover_loss_bytes", "member", member, "bound", bound);
    }

    /** WAL that the primary has written and the standby has not received, by SQL on both. */
    private static long lacking(RealCluster cluster, String primary, String standby) {
        String received = cluster.queryOne(standby, "SELECT pg_last_wal_receive_lsn()");
        return Long.parseLong(
                cluster.queryOne(primary, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '" + received + "')::bigint"));
    }
}
