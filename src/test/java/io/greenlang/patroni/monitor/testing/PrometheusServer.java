package io.greenlang.patroni.monitor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** A real Prometheus that scrapes and evaluates every second. */
public final class PrometheusServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final Path data;
    private final ServerProcess process;

    private PrometheusServer(int port, Path data, ServerProcess process) {
        this.port = port;
        this.data = data;
        this.process = process;
    }

    /** Scrapes these ports on loopback; no rules, no Alertmanager. */
    public static PrometheusServer scraping(Path folder, Integer... targetPorts) {
        return start(folder, List.of(targetPorts), List.of(), List.of());
    }

    /**
     * Returns when Prometheus answers queries; the first scrape may be yet to come.
     *
     * @param targets ports on loopback whose {@code /metrics} is scraped
     * @param alertmanagers ports on loopback
     */
    public static PrometheusServer start(
            Path folder, Collection<Integer> targets, Collection<Path> rules, Collection<Integer> alertmanagers) {
        int port = Ports.free();
        Path data = folder.resolve("prometheus-data");
        Path config = folder.resolve("prometheus.yml");
        try {
            Files.writeString(config, configuration(targets, rules, alertmanagers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + data,
                "--web.listen-address=127.0.0.1:" + port,
                // the default of a minute makes a first alert come a minute late
                "--rules.alert.resend-delay=2s");
        PrometheusServer server = new PrometheusServer(port, data, ServerProcess.start("prometheus", folder, command));
        server.awaitReady();
        return server;
    }

    private void awaitReady() {
        try {
            process.awaitRunning(
                    "is ready",
                    Duration.ofSeconds(30),
                    () -> Http.get(url() + "/-/ready").statusCode() == 200);
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    private static String configuration(
            Collection<Integer> targets, Collection<Path> rules, Collection<Integer> alertmanagers) {
        return """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                scrape_configs:
                  - job_name: patroni-monitor
                    static_configs: [{targets: [%s]}]
                rule_files: [%s]
                alerting: {alertmanagers: [{static_configs: [{targets: [%s]}]}]}
                """.formatted(
                addresses(targets),
                rules.stream().map(rule -> "'" + rule.toAbsolutePath() + "'").collect(joining(", ")),
                addresses(alertmanagers));
    }

    private static String addresses(Collection<Integer> ports) {
        return ports.stream().map(port -> "'127.0.0.1:" + port + "'").collect(joining(", "));
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The elements of an instant query's result vector: each has {@code metric} and {@code value}. */
    public JsonNode query(String promql) throws IOException {
        return result(promql, "query?query=" + URLEncoder.encode(promql, UTF_8));
    }

    /** The elements of a range query's result matrix, until now: each has {@code metric} and {@code values}. */
    public JsonNode queryRange(String promql, Duration back, Duration step) throws IOException {
        double end = System.currentTimeMillis() / 1e3;
        return result(
                promql,
                "query_range?query=%s&start=%.3f&end=%.3f&step=%ds"
                        .formatted(URLEncoder.encode(promql, UTF_8), end - back.toSeconds(), end, step.toSeconds()));
    }

    private JsonNode result(String promql, String request) throws IOException {
        JsonNode answer = get("/api/v1/" + request);
        if (!answer.path("status").asText().equals("success")) {
            throw new IOException(promql + ": " + answer.path("error").asText());
        }
        return answer.path("data").path("result");
    }

    /** {@code data} of {@code /api/v1/PATH}, such as {@code rules}, {@code alerts} or {@code targets}. */
    public JsonNode api(String path) throws IOException {
        return get("/api/v1/" + path).path("data");
    }

    private JsonNode get(String path) throws IOException {
        return JSON.readTree(Http.get(url() + path).body());
    }

    /** Its data is deleted; its log stays. */
    @Override
    public void close() {
        process.close();
        Target.deleteRecursively(data);
    }
}
