package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.AnsiSvg;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MetricNameLint;
import io.greenlang.patroni.monitor.testing.PrometheusServer;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Scrape.Sample;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster that is well, up to a planned switchover, which comes last because the others mustn't see one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class HealthyCluster {
    private static final Set<String> FOREIGN_NAMES =
            Set.of("pg_stat_activity_count", "pg_stat_activity_state_count", "timescaledb_chunks_total");

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final ClusterExtension fixture;

    private RealCluster cluster;

    private Watch watch;
    private PrometheusServer prometheus;

    HealthyCluster(Flavour flavour) {
        fixture = RealCluster.of(flavour).asExtension();
    }

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        cluster.execute(cluster.primary(), "CREATE DATABASE greenlang");
        cluster.awaitStreaming();
        // a leader that answers late, and so is not seen to step down in order, makes a switchover less than planned
        watch = Watch.over(cluster, "poll { interval = 3s, http-timeout = 2500ms }");
        prometheus = PrometheusServer.scraping(cluster.folder(), watch.monitor().port());
    }

    @AfterAll
    void stop() {
        prometheus.close();
        watch.close();
    }

    @Test
    @Order(1)
    void isSeenWholeFromTheFirstPollOn() {
        Scrape scrape = watch.inTime();

        Set<String> all = new TreeSet<>(cluster.names());
        assertThat(Watch.state(scrape)).isEqualTo("healthy");
        assertThat(Watch.members(scrape, "patroni_monitor_member_up", "source", "patroni"))
                .isEqualTo(all);
        assertThat(Watch.members(scrape, "patroni_monitor_member_up", "source", "postgres"))
                .isEqualTo(all);
        assertThat(Watch.members(scrape, "pg_up")).isEqualTo(all);
        assertThat(Watch.members(scrape, "patroni_monitor_privileges_ok")).isEqualTo(all);
        assertThat(Watch.members(scrape, "patroni_primary")).containsExactly(cluster.primary());
        assertThat(Watch.members(scrape, "patroni_replica")).containsExactlyInAnyOrderElementsOf(cluster.replicas());
        assertThat(scrape.value("patroni_cluster_members")).isEqualTo(3);
        assertThat(scrape.value("patroni_cluster_members_expected")).isEqualTo(3);
        assertThat(scrape.value("patroni_cluster_writable_members")).isEqualTo(1);
        assertThat(scrape.value("patroni_cluster_has_leader")).isEqualTo(1);
        assertThat(scrape.value("patroni_cluster_failover_candidates")).isEqualTo(2);
        assertThat(scrape.value("patroni_cluster_failovers_24h")).isZero();
        assertThat(scrape.all("patroni_monitor_failure")).isEmpty();
    }

    @Test
    @Order(2)
    void staysHealthyWithoutLagOrAlertFor45IdleSeconds() {
        watch.holds("healthy, idle and caught up", Duration.ofSeconds(45), scrape -> {
            assertThat(Watch.alerts(scrape)).isEmpty();
            assertThat(Watch.state(scrape)).isEqualTo("healthy");
            assertThat(scrape.all("pg_replication_lag_seconds"))
                    .hasSize(2)
                    .allSatisfy(lag -> assertThat(lag.value()).isZero());
            assertThat(scrape.all("pg_replication_lag_bytes"))
                    .hasSize(2)
                    .allSatisfy(lag -> assertThat(lag.value()).isZero());
            return true;
        });
    }

    @Test
    @Order(3)
    void needsFewerThan400SeriesForTheClusterAndItsFirstDatabase() throws IOException {
        Map<String, Long> series = watch.scrape().samples().stream()
                .filter(sample -> Set.of("", "postgres").contains(sample.label("datname")))
                .collect(Collectors.groupingBy(Sample::name, TreeMap::new, Collectors.counting()));
        long all = series.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("%s: %d series%n", getClass().getSimpleName(), all);
        assertThat(all).as("series by name: %s", series).isLessThan(400);
    }

    @Test
    @Order(3)
    void needsAtMost40SeriesForOneMoreDatabase() {
        cluster.execute(cluster.primary(), "CREATE DATABASE another");
        Await.until("it is seen on every member", Watch.SOON, () -> {
            List<Sample> about = watch.scrape().samples().stream()
                    .filter(sample -> "another".equals(sample.labels().get("datname")))
                    .toList();
            assertThat(about).hasSizeBetween(3 * 13, 40);
            return true;
        });
        cluster.execute(cluster.primary(), "DROP DATABASE another WITH (FORCE)");
        Await.until(
                "the database is gone for the monitor, too",
                Watch.SOON,
                () -> watch.scrape().samples().stream()
                        .noneMatch(sample -> "another".equals(sample.labels().get("datname"))));
    }

    @Test
    @Order(3)
    void showsNoMetricThatIsNotDocumented() throws IOException {
        MetricNameLint documented = MetricNameLint.ofTheProduct();
        assertThat(watch.scrape().samples()).extracting(Sample::name).allMatch(documented::knows);
    }

    /** Names of postgres_exporter, the runbook and the contract stay as they are. */
    @Test
    @Order(3)
    void promtoolComplainsOfNoNameOfOurs() throws IOException {
        Path page = Files.createTempFile("metrics", ".txt");
        try {
            Files.writeString(page, watch.monitor().get("/metrics").body());
            Command.Result lint = Command.run("sh", "-c", "promtool check metrics < \"$1\"", "sh", page.toString());

            assertThat((lint.out() + lint.err()).lines().filter(line -> !line.isBlank()))
                    .isNotEmpty()
                    .allMatch(line -> FOREIGN_NAMES.stream().anyMatch(name -> line.startsWith(name + " ")));
        } finally {
            Files.delete(page);
        }
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(
            strings = {
                "pg_replication_lag_seconds{cluster=\"greenlang-cluster\"}",
                "pg_stat_activity_count / pg_settings_max_connections * 100",
                "pg_database_size_bytes{datname=\"greenlang\"}",
                "rate(pg_stat_database_xact_commit[5m])",
            })
    void answersTheRunbooksQueriesWordForWord(String promql) {
        Await.until(
                "Prometheus answers " + promql,
                Watch.SOON,
                () -> !prometheus.query(promql).isEmpty());
    }

    @Test
    @Order(3)
    void tellsConnectionUsageAsAPercentageOfEachMember() {
        JsonNode usage = Await.value("connection usage of every member", Watch.SOON, () -> {
            JsonNode result = prometheus.query("pg_stat_activity_count / pg_settings_max_connections * 100");
            return result.size() == 3 ? Optional.of(result) : Optional.empty();
        });

        assertThat(usage).allSatisfy(series -> {
            double percent = Double.parseDouble(series.path("value").path(1).asText());
            assertThat(percent).isGreaterThan(0).isLessThan(100);
        });
    }

    @Test
    @Order(3)
    void speaksBothExpositionFormats() throws IOException {
        HttpResponse<String> text = watch.monitor().get("/metrics");
        HttpResponse<String> openMetrics =
                watch.monitor().get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");

        assertThat(text.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain")
                .contains("version=0.0.4");
        assertThat(openMetrics.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/openmetrics-text")
                .contains("version=1.0.0");
        assertThat(openMetrics.body()).endsWith("# EOF\n");
    }

    @Test
    @Order(3)
    void printsTheStatusTableAndTheTreeWithExitStatus0() throws IOException {
        Command.Result table = watch.command("status");
        Command.Result json = watch.command("status", "--json");
        Command.Result tree = watch.command("topology");

        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out())
                .contains("Member", "Host", "Role", "State", "TL", "Lag")
                .contains(cluster.names())
                .doesNotContain("\u001b");
        assertThat(json.exitCode()).as(json.err()).isZero();
        assertThat(JSON.readTree(json.out()).toString()).contains(cluster.names());
        assertThat(tree.out()).contains("| " + cluster.primary() + " ");
        assertThat(cluster.replicas())
                .allSatisfy(replica -> assertThat(tree.out()).contains("| + " + replica + " "));
    }

    /** What {@code make pictures} takes over into docs/images. */
    @Test
    @Order(3)
    void coloursATerminal() throws IOException {
        Command.Result status = watch.onTerminal("status");
        Command.Result preflight = watch.onTerminal("preflight");

        assertThat(status.exitCode()).as(status.out()).isZero();
        assertThat(status.out()).contains("\u001b[32m").contains(cluster.names());
        assertThat(preflight.exitCode()).as(preflight.out()).isZero();
        Path pictures = Files.createDirectories(Target.FOLDER.resolve("pictures"));
        Files.writeString(
                pictures.resolve("command-line.svg"),
                AnsiSvg.of("$ patroni-monitor status\n" + status.out() + "\n$ patroni-monitor preflight\n"
                        + preflight.out()));
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(strings = {"/api/v1/clusters", "/api/v1/clusters/greenlang-cluster"})
    void showsItsMembersAsJson(String path) throws IOException {
        HttpResponse<String> answer = watch.monitor().get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).toString()).contains(cluster.names());
    }

    @Test
    @Order(3)
    void answersTheOtherPathsAsTheContractSays() throws IOException {
        assertThat(watch.monitor().get("/").body()).contains("<html").contains(cluster.names());
        assertThat(JSON.readTree(watch.monitor().get("/api/v1/alerts").body()).toString())
                .doesNotContain("Patroni");
        assertThat(watch.monitor().get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(watch.monitor().get("/api/v1/clusters/nonesuch").statusCode())
                .isEqualTo(404);
        assertThat(watch.monitor().get("/nonesuch").statusCode()).isEqualTo(404);
        assertThat(watch.monitor().post("/metrics").statusCode()).isEqualTo(405);
    }

    @Test
    @Order(3)
    void neverShowsThePassword() throws IOException {
        for (String path : List.of("/", "/metrics", "/api/v1/clusters", "/api/v1/alerts")) {
            assertThat(watch.monitor().get(path).body()).as(path).doesNotContain(cluster.monitorPassword());
        }
        assertThat(watch.command("check-config").out()).doesNotContain(cluster.monitorPassword());
        assertThat(watch.monitor().logText()).isNotBlank().doesNotContain(cluster.monitorPassword());
    }

    @Test
    @Order(4)
    void countsAPlannedSwitchoverAndIsQuietOnceItHasSettled() throws IOException {
        String candidate = cluster.replicas().get(0);
        Path before = Files.writeString(
                cluster.folder().resolve("before.json"),
                watch.command("preflight", "--json").orThrow("preflight"));

        cluster.switchover(candidate);

        Await.until(candidate + " is shown as the leader", Watch.SOON, () -> {
            Scrape scrape = watch.scrape();
            return Watch.members(scrape, "patroni_primary").equals(Set.of(candidate))
                    && scrape.value("patroni_cluster_has_leader") == 1;
        });
        watch.awaitValue(Watch.SOON, 1, "patroni_cluster_failovers_24h");
        watch.awaitQuietAndHealthy(Duration.ofSeconds(60));
        watch.holds("quiet after the switchover", Duration.ofSeconds(15), scrape -> {
            assertThat(Watch.alerts(scrape)).isEmpty();
            return Watch.isQuietAndHealthy(scrape);
        });
        assertThat(watch.scrape().all("pg_replication_lag_seconds"))
                .extracting(Sample::value)
                .containsOnly(0.0);
        JsonNode change = JSON.readTree(watch.monitor()
                        .get("/api/v1/clusters/" + cluster.scope())
                        .body())
                .path("last_failover");
        assertThat(change.path("to").asText()).isEqualTo(candidate);
        assertThat(change.path("planned").asBoolean()).as("%s", change).isTrue();
        comparesWithBefore(before, candidate);
    }

    private void comparesWithBefore(Path before, String leader) {
        Command.Result postflight = watch.command("postflight", "--since", before.toString());
        assertThat(postflight.exitCode())
                .as(postflight.out() + postflight.err())
                .isZero();
        assertThat(postflight.out()).contains("[note]    The leader is the one of before: " + leader);
        assertThat(watch.command("history").out()).contains("| " + leader + " ");
    }
}
