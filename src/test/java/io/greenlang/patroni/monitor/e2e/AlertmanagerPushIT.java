package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.AlertmanagerServer;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Alertmanager that the built jar tells of alerts, and one that does not exist. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class AlertmanagerPushIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(30);

    private final int nobody = Ports.free();
    private StubNodes stubs;
    private StubCluster shop;
    private AlertmanagerServer alertmanager;
    private MonitorProcess monitor;

    @BeforeEach
    void start() throws IOException {
        Path folder = Target.newFolder("alertmanager-push");
        stubs = new StubNodes();
        shop = StubCluster.open(stubs, "shop");
        alertmanager = AlertmanagerServer.silent(folder);
        monitor = MonitorProcess.start(folder, """
                poll { interval = 1s, http-timeout = 800ms }
                thresholds.member-down { warning = on, for = 0s }
                organisation.runbooks = "https://wiki.example/runbooks"
                alertmanager { urls = ["http://127.0.0.1:%d", "%s"], resend-interval = 2s }
                clusters { %s }
                """.formatted(nobody, alertmanager.url(), shop.monitorConfig()));
        monitor.awaitReady();
    }

    @AfterEach
    void stop() throws IOException {
        monitor.close();
        alertmanager.close();
        stubs.close();
    }

    @Test
    void tellsWhatFiresAsPrometheusWouldUntilItEnds() throws IOException {
        shop.node(2).hang();
        Await.until("the alert", SOON, () -> ofTheMember().size() == 1);

        JsonNode alert = ofTheMember().get(0);
        assertThat(alert.path("labels")).isEqualTo(JSON.readTree("""
                        {"alertname": "PatroniMemberDown", "cluster": "shop", "member": "shop-2", "severity": "warning"}
                        """));
        assertThat(alert.path("annotations").path("runbook_url").textValue())
                .isEqualTo("https://wiki.example/runbooks/PatroniMemberDown.md");
        assertThat(alert.path("annotations").path("description").textValue()).contains("shop-2");

        alertmanager.tell(asPrometheusTells(alert.path("labels")));
        Await.holds(
                "it is one alert", Duration.ofSeconds(5), () -> ofTheMember().size() == 1);

        shop.heal(2);
        Await.until("its end", SOON, () -> ofTheMember().isEmpty());
    }

    /** On a busy machine the monitor may be late with a round, and tell of that, too. */
    private List<JsonNode> ofTheMember() throws IOException {
        return StreamSupport.stream(alertmanager.alerts().spliterator(), false)
                .filter(alert -> alert.at("/labels/alertname").asText().equals("PatroniMemberDown"))
                .filter(alert -> alert.at("/labels/member").asText().equals("shop-2"))
                .filter(alert -> alert.at("/labels/severity").asText().equals("warning"))
                .toList();
    }

    @Test
    void tellsWhichAlertmanagerIsOutOfReachAndStopsAllTheSame() throws IOException {
        Await.until("both were told", SOON, () -> up(nobody) == 0 && up(alertmanager.port()) == 1);
        assertThat(monitor.metrics()
                        .value(
                                "patroni_monitor_alertmanager_failures_total",
                                "alertmanager",
                                "127.0.0.1:" + nobody,
                                "reason",
                                "refused"))
                .isPositive();

        assertThat(monitor.stop()).isZero();

        assertThat(monitor.logText().lines().filter(line -> line.contains("does not take alerts")))
                .singleElement()
                .asString()
                .contains("127.0.0.1:" + nobody);
    }

    private double up(int port) throws IOException {
        return monitor.metrics().value("patroni_monitor_alertmanager_up", "alertmanager", "127.0.0.1:" + port);
    }

    private static String asPrometheusTells(JsonNode labels) {
        Instant now = Instant.now();
        return JSON.createArrayNode()
                .add(JSON.createObjectNode()
                        .put("startsAt", now.toString())
                        .put("endsAt", now.plusSeconds(240).toString())
                        .put("generatorURL", "http://prometheus:9090/graph")
                        .set("labels", labels))
                .toString();
    }
}
