package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.export.http.page.PageOptions;
import io.greenlang.patroni.monitor.export.http.page.StatusPage;
import io.greenlang.patroni.monitor.export.http.page.Visit;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every path that the server knows. */
final class Endpoints {
    private static final String ONE_CLUSTER = "/api/v1/clusters/";

    private final Served served;
    private final BooleanSupplier shuttingDown;
    private final Map<String, Endpoint> byPath;

    /** @param metrics what {@code /metrics} shows */
    Endpoints(Served served, MetricsPages metrics, BooleanSupplier shuttingDown) {
        this.served = served;
        this.shuttingDown = shuttingDown;
        this.byPath = new HashMap<>(Map.of(
                "/", Endpoint.page(call -> statusPage(call.query())),
                "/metrics", Endpoint.reading(metrics::answer),
                "/api/v1/clusters", Endpoint.page(call -> json(ReportJson.clusters(report()))),
                "/api/v1/alerts", Endpoint.page(call -> json(ReportJson.alerts(report()))),
                "/-/healthy", Endpoint.probe(this::healthy),
                "/-/ready", Endpoint.probe(this::ready),
                "/-/reload", Endpoint.action(this::reload)));
        byPath.put(AvailabilityPage.PATH, Endpoint.page(new AvailabilityPage(served)::answer));
        byPath.putAll(new EventPages(served).byPath());
        byPath.putAll(new LookPages(served).byPath());
    }

    /** @param path decoded */
    Optional<Endpoint> at(String path) {
        if (path.startsWith(ONE_CLUSTER)) {
            return cluster(path.substring(ONE_CLUSTER.length()));
        }
        return Optional.ofNullable(byPath.get(path));
    }

    private Optional<Endpoint> cluster(String name) {
        return report().cluster(name).map(found -> Endpoint.page(call -> json(ReportJson.cluster(found))));
    }

    private Reply statusPage(@Nullable String query) {
        Visit visit = new Visit(
                served.clock().instant(),
                SteadyClock.wallTimeOf(served.clock()),
                served.links().get(),
                PageOptions.of(query),
                served.events());
        return Reply.html(StatusPage.of(report(), served.trends(), visit));
    }

    private Reply healthy() {
        return served.loopsAlive().getAsBoolean()
                ? Reply.text(200, "healthy")
                : Reply.text(503, "a poll loop has not come round for too long");
    }

    private Reply ready() {
        if (shuttingDown.getAsBoolean()) {
            return Reply.text(503, "shutting down");
        }
        MonitorReport report = report();
        if (report.isComplete()) {
            return Reply.text(200, "ready");
        }
        String awaited = report.clusters().stream()
                .filter(cluster -> cluster.snapshot().isEmpty())
                .map(ClusterReport::cluster)
                .collect(Collectors.joining(", "));
        return Reply.text(503, "waiting for the first poll of " + awaited);
    }

    private Reply reload() {
        Reload.Outcome outcome = served.reload().reload();
        String lines = String.join("\n", outcome.lines());
        return outcome.inForce()
                ? Reply.text(200, "configuration reloaded\n" + lines)
                : Reply.text(400, "configuration not changed:\n" + lines);
    }

    private MonitorReport report() {
        return served.reports().get();
    }

    private static Reply json(ObjectNode document) {
        return Reply.json(CommandJson.versioned(document).toPrettyString());
    }
}
