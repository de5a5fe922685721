package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.MonitorConfig.LogConfig;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DaemonTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private StubNodes stubs;
    private StubCluster shop;
    private int port;
    private Path file;
    private Daemon daemon;

    @BeforeEach
    void start() throws Exception {
        stubs = new StubNodes();
        shop = StubCluster.open(stubs, "shop");
        port = Ports.free();
        file = folder.resolve("monitor.conf");
        write(shop.monitorConfig());
        daemon = new Daemon(Configs.LOADER.load(file), () -> Configs.LOADER.load(file), Clock.systemUTC());
        daemon.start();
        Await.until("ready", SOON, () -> get("/-/ready").statusCode() == 200);
    }

    @AfterEach
    void stop() throws IOException {
        Logging.set(new LogConfig("info", false));
        daemon.close();
        stubs.close();
    }

    @Test
    void answersFromTheLastPoll() throws Exception {
        assertThat(metrics())
                .contains("patroni_cluster_state{cluster=\"shop\",state=\"healthy\",} 1.0")
                .contains("patroni_monitor_member_up{cluster=\"shop\",member=\"shop-2\",source=\"patroni\",} 1.0")
                .contains("patroni_monitor_config_last_reload_successful 1.0");
        assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
    }

    @Test
    void watchesANewClusterAfterAReloadAndTheOldOneStillRemembers() throws Exception {
        StubCluster bar = StubCluster.open(stubs, "bar");
        shop.node(2).answer(path -> StubNodes.Reply.nothing());
        Await.until("a member is down", SOON, () -> metrics().contains("alertname=\"PatroniMemberDown\""));

        write(shop.monitorConfig() + bar.monitorConfig());
        assertThat(post("/-/reload").statusCode()).isEqualTo(200);

        Await.until(
                "bar is seen",
                SOON,
                () -> metrics().contains("patroni_cluster_state{cluster=\"bar\",state=\"healthy\",} 1.0"));
        assertThat(metrics()).as("the alert of the old one was not lost").contains("alertname=\"PatroniMemberDown\"");
    }

    @Test
    void forgetsNothingWhenARoundOutlastsTheReload() throws Exception {
        shop.node(2).hang();
        Await.until("a member is down", SOON, () -> downSince("shop-2").isPresent());
        String since = downSince("shop-2").orElseThrow();
        try (StuckLog stuck = StuckLog.of("io.greenlang.patroni.monitor.cluster")) {
            shop.node(1).hang();
            stuck.awaitHolding();

            write(shop.monitorConfig());
            Files.writeString(file, Files.readString(file).replace("800ms", "700ms"));
            assertThat(daemon.reload().lines()).containsExactly("cluster shop: taken up");
        }

        shop.heal(1);
        Await.until("the new watch polls", SOON, () -> downSince("shop-1").isEmpty());
        assertThat(downSince("shop-2")).contains(since);
    }

    @Test
    void keepsNoSnapshotWhileARoundOutlastsTwoReloads() throws Exception {
        daemon.close();
        Path state = folder.resolve("state");
        write(shop.monitorConfig());
        Files.writeString(
                file, Files.readString(file).replace("poll {", "state.directory = \"" + state + "\"\n  poll {"));
        daemon = new Daemon(Configs.LOADER.load(file), () -> Configs.LOADER.load(file), Clock.systemUTC());
        daemon.start();
        Path snapshot = state.resolve("clusters").resolve("cluster-shop.json");
        Await.until("a snapshot", SOON, () -> Files.exists(snapshot));
        try (StuckLog stuck = StuckLog.of("io.greenlang.patroni.monitor.cluster")) {
            shop.node(1).hang();
            stuck.awaitHolding();
            Files.writeString(file, Files.readString(file).replace("800ms", "700ms"));
            assertThat(daemon.reload().inForce()).isTrue();
            Files.delete(snapshot);

            Files.writeString(file, Files.readString(file).replace("700ms", "600ms"));
            assertThat(daemon.reload().inForce()).isTrue();
            Thread.sleep(500);
            assertThat(snapshot).as("the memory may still change").doesNotExist();
        }
    }

    private Optional<String> downSince(String member) throws IOException, InterruptedException {
        for (JsonNode alert :
                new ObjectMapper().readTree(get("/api/v1/alerts").body()).path("alerts")) {
            if (alert.path("alertname").asText().equals("PatroniMemberDown")
                    && alert.path("member").asText().equals(member)) {
                return Optional.of(alert.path("since").asText());
            }
        }
        return Optional.empty();
    }

    @Test
    void judgesByNewLimitsWithoutPollingAnew() throws Exception {
        write(
                "shop { seeds = [\"%s\"], expected-members = 3, postgres.enabled = false, thresholds.members-missing.for = 7s }"
                        .formatted(shop.urls().get(0)));
        assertThat(daemon.reload().inForce()).isTrue();
        write(shop.monitorConfig());
        assertThat(daemon.reload().inForce()).isTrue();
        assertThat(get("/-/ready").statusCode())
                .as("the pictures are still there")
                .isEqualTo(200);
    }

    @Test
    void saysWhatAReloadTookUpAndWhatNeedsARestart() throws Exception {
        StubCluster bar = StubCluster.open(stubs, "bar");
        write(shop.monitorConfig() + bar.monitorConfig());
        assertThat(post("/-/reload").body()).isEqualTo("configuration reloaded\ncluster bar: watched from now on\n");
        assertThat(post("/-/reload").body()).isEqualTo("configuration reloaded\nnothing has changed\n");

        Files.writeString(
                file,
                "patroni-monitor { http { host = \"127.0.0.1\", port = 1 }, poll { interval = 1s, http-timeout = 800ms }, log.level = warn, state.keep = 10d, clusters { %s } }"
                        .formatted(shop.monitorConfig().replace("expected-members = 3", "expected-members = 4")));
        assertThat(daemon.reload().lines())
                .containsExactly(
                        "cluster shop: taken up",
                        "cluster bar: no longer watched",
                        "log: taken up",
                        "http: changed, needs a restart; until then the old settings stay",
                        "state: changed, needs a restart; until then the old settings stay");
    }

    @Test
    void dropsAClusterThatIsNoLongerConfigured() throws Exception {
        StubCluster bar = StubCluster.open(stubs, "bar");
        write(bar.monitorConfig());
        assertThat(daemon.reload().inForce()).isTrue();
        Await.until(
                "shop is gone",
                SOON,
                () -> metrics().contains("cluster=\"bar\"") && !metrics().contains("cluster=\"shop\""));
    }

    @Test
    void keepsWorkingByTheOldConfigurationWhenTheNewOneIsBad() throws Exception {
        write("shop { seedz = [] }");

        HttpResponse<String> answer = post("/-/reload");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("did you mean seeds?");
        assertThat(metrics())
                .contains("patroni_monitor_config_last_reload_successful 0.0")
                .contains("patroni_cluster_state{cluster=\"shop\",state=\"healthy\",} 1.0");
    }

    private void write(String clusters) throws IOException {
        Files.writeString(file, """
                patroni-monitor {
                  http { host = "127.0.0.1", port = %d }
                  poll { interval = 1s, http-timeout = 800ms }
                  clusters { %s }
                }
                """.formatted(port, clusters));
    }

    private String metrics() throws IOException, InterruptedException {
        return get("/metrics").body();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return http.send(
                request(path).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5));
    }
}
