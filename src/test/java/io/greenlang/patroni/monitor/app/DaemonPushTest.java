package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon with an Alertmanager to tell. */
@Timeout(60)
class DaemonPushTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final MockWebServer alertmanager = new MockWebServer();
    private final int port = Ports.free();
    private StubNodes stubs;
    private StubCluster shop;
    private Daemon daemon;

    @BeforeEach
    void start() throws IOException {
        stubs = new StubNodes();
        shop = StubCluster.open(stubs, "shop");
        alertmanager.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().build();
            }
        });
        alertmanager.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
        stubs.close();
        alertmanager.close();
    }

    @Test
    void tellsWhatFiresAndThatItEndsWithItsCluster() throws Exception {
        StubCluster bar = StubCluster.open(stubs, "bar");
        daemon = run(alertmanager.getPort(), shop, bar);
        shop.node(2).hang();

        JsonNode down = awaitAlert();
        assertThat(down.path("labels").path("alertname").textValue()).isEqualTo("PatroniMemberDown");
        assertThat(down.path("labels").path("member").textValue()).isEqualTo("shop-2");
        assertThat(end(down)).isAfter(Instant.now().plusSeconds(60));

        configure(alertmanager.getPort(), bar);
        assertThat(daemon.reload().inForce()).isTrue();

        JsonNode ended = awaitAlert();
        assertThat(ended.path("labels")).isEqualTo(down.path("labels"));
        assertThat(end(ended)).isBefore(Instant.now());
    }

    @Test
    void tellsAnAlertmanagerThatWasConfiguredLater() throws Exception {
        daemon = run(0, shop);
        assertThat(alertmanager.getRequestCount()).isZero();

        configure(alertmanager.getPort(), shop);
        assertThat(daemon.reload().inForce()).isTrue();

        assertThat(body(alertmanager.takeRequest(20, TimeUnit.SECONDS))).isEmpty();
    }

    @Test
    void stopsWhileAnAlertmanagerHangs() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            daemon = run(silent.getLocalPort(), shop);
            try (Socket hanging = silent.accept()) {
                assertThat(hanging.isConnected()).isTrue();
                assertTimeout(Duration.ofSeconds(5), daemon::close);
            }
        }
    }

    private JsonNode awaitAlert() throws InterruptedException, IOException {
        while (true) {
            JsonNode alerts = body(alertmanager.takeRequest(20, TimeUnit.SECONDS));
            if (!alerts.isEmpty()) {
                return alerts.path(0);
            }
        }
    }

    private static JsonNode body(RecordedRequest request) throws IOException {
        if (request == null) {
            throw new AssertionError("Alertmanager was told nothing");
        }
        return JSON.readTree(request.getBody().utf8());
    }

    private static Instant end(JsonNode alert) {
        return Instant.parse(alert.path("endsAt").textValue());
    }

    private Daemon run(int pushTo, StubCluster... clusters) throws Exception {
        configure(pushTo, clusters);
        Path file = file();
        Daemon started = new Daemon(Configs.LOADER.load(file), () -> Configs.LOADER.load(file), Clock.systemUTC());
        started.start();
        return started;
    }

    /** @param pushTo 0 for nobody */
    private void configure(int pushTo, StubCluster... clusters) throws IOException {
        StringBuilder watched = new StringBuilder();
        for (StubCluster cluster : clusters) {
            watched.append(cluster.monitorConfig());
        }
        Files.writeString(
                file(), """
                patroni-monitor {
                  http { host = "127.0.0.1", port = %d }
                  poll { interval = 1s, http-timeout = 800ms }
                  alertmanager { urls = [%s], timeout = 10m }
                  clusters { %s }
                  thresholds.member-down.for = 0s
                }
                """.formatted(port, pushTo == 0 ? "" : "\"http://127.0.0.1:" + pushTo + "\"", watched));
    }

    private Path file() {
        return folder.resolve("monitor.conf");
    }
}
