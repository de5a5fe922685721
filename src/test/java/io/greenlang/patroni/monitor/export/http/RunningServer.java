package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.availability.Watched;
import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.export.http.server.PortLimits;
import io.greenlang.patroni.monitor.incident.IncidentLog;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.trend.Trend;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A server on a free port of this machine, with everything it answers from within a test's reach. */
final class RunningServer implements AutoCloseable {
    final CollectorRegistry registry = new CollectorRegistry();
    final AtomicReference<MonitorReport> report = new AtomicReference<>(Reports.eventful());
    final AtomicReference<Function<String, Trend>> trends = new AtomicReference<>(cluster -> Trend.NOTHING);
    final AtomicReference<Reload.Outcome> reloaded =
            new AtomicReference<>(new Reload.Outcome(true, List.of("cluster c: limits taken up")));
    final AtomicBoolean loopsAlive = new AtomicBoolean(true);
    final EventLog events = new EventLog();
    final IncidentLog incidents = new IncidentLog();
    final AtomicReference<Watched> days = new AtomicReference<>(Watched.NOTHING);
    final MonitorServer server;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private RunningServer(HttpConfig config, PortLimits limits) {
        server = new MonitorServer(
                config,
                new Served(
                        registry,
                        report::get,
                        cluster -> trends.get().apply(cluster),
                        events,
                        incidents,
                        book(),
                        () -> new LinksConfig("https://runbooks.example.com", "https://grafana.example.com"),
                        (look, shown) ->
                                new Looks.Shown(look + " of " + shown.clusters().size(), 3),
                        reloaded::get,
                        loopsAlive::get,
                        InstantSource.fixed(Reports.AT.plusSeconds(7))),
                limits);
    }

    private AvailabilityBook book() {
        return new AvailabilityBook() {
            @Override
            public Watched of(String cluster) {
                return days.get();
            }

            @Override
            public String text(List<AvailabilityReport> reports, boolean markdown) {
                return (markdown ? "markdown" : "text") + " of " + reports.size();
            }
        };
    }

    static RunningServer start() throws IOException {
        return start(new HttpConfig("127.0.0.1", 0, null, null));
    }

    static RunningServer start(HttpConfig config) throws IOException {
        return start(config, PortLimits.usual());
    }

    static RunningServer start(HttpConfig config, PortLimits limits) throws IOException {
        RunningServer running = new RunningServer(config, limits);
        running.server.start();
        return running;
    }

    void exposeOneGauge() {
        Gauge.build("answer", "One gauge.").register(registry).set(42);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(method, path, headers), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> getLater(String path) {
        return client.sendAsync(request("GET", path), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request("GET", path, headers), BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    @Override
    public void close() {
        server.close();
    }
}
