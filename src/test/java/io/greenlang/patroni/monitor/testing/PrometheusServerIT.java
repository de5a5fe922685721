package io.greenlang.patroni.monitor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class PrometheusServerIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void whatIsScrapedCanBeQueriedAndItsAlertsReachAlertmanager() throws IOException {
        Path folder = Target.newFolder("prometheus");
        Path rules = Files.writeString(folder.resolve("trial.rules.yml"), """
                groups: [{name: trial, rules: [{alert: Trial, expr: answer > 41}]}]
                """);
        HttpServer target = serve("answer{to=\"everything\"} 42\n");
        int port = target.getAddress().getPort();
        try (AlertmanagerServer alertmanager = AlertmanagerServer.silent(folder);
                PrometheusServer prometheus =
                        PrometheusServer.start(folder, List.of(port), List.of(rules), List.of(alertmanager.port()))) {
            Await.until(
                    "the answer",
                    SOON,
                    () -> prometheus
                            .query("answer * 2")
                            .path(0)
                            .path("value")
                            .path(1)
                            .asText()
                            .equals("84"));
            Await.until(
                    "the alert",
                    SOON,
                    () -> alertmanager
                            .alerts()
                            .path(0)
                            .path("labels")
                            .path("alertname")
                            .asText()
                            .equals("Trial"));
            assertThat(prometheus.api("alerts").path("alerts")).hasSize(1);
            assertThatThrownBy(() -> prometheus.query("answer{"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("parse error");
        } finally {
            target.stop(0);
        }
    }

    @Test
    void aServerThatDoesNotStartSaysWhy() throws IOException {
        Path folder = Target.newFolder("prometheus");
        Path rules = Files.writeString(folder.resolve("bad.rules.yml"), "groups: [{nonsense: 1}]\n");
        assertThatThrownBy(() -> PrometheusServer.start(folder, List.of(), List.of(rules), List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("prometheus ended with 1")
                .hasMessageContaining("field nonsense not found");
    }

    private static HttpServer serve(String page) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            exchange.sendResponseHeaders(200, page.length());
            exchange.getResponseBody().write(page.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        return server;
    }
}
