package io.greenlang.patroni.monitor.export.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.export.http.server.Call;
import io.greenlang.patroni.monitor.export.http.server.ServerResponse;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer.HTTPMetricHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}, in whole, or by simpleclient's handler in part, and before that a filter that has many scrapers share the work. Who asks while the same
 * page is rendered gets that one; who asks for what was rendered of the same report a moment ago gets those bytes. Safe
 * for concurrent use; renders on one thread, and parts on another.
 */
final class MetricsPages {
    /** The JVM's own metrics are in the page, and don't wait for a report. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** Few clients want a part. Each waiting one holds its query, and is rendered although its client may be gone. */
    private static final int MOST_AWAITED = 16;

    private static final String NAMES = "name[]";

    private final CollectorRegistry registry;
    private final HTTPMetricHandler parts;
    private final Supplier<MonitorReport> reports;
    private final InstantSource clock;
    private final Executor renderer;
    private final Executor partRenderer;

    @GuardedBy("this") private final Map<Wanted, Rendered> rendered = new HashMap<>();

    @GuardedBy("this") private final Map<Wanted, CompletableFuture<ServerResponse>> awaited = new HashMap<>();

    /**
     * @param renderer runs one task at a time
     * @param partRenderer likewise, for parts of the page: there are as many of these as clients make up, and the whole page waits
     *     for none
     */
    MetricsPages(
            CollectorRegistry registry,
            Supplier<MonitorReport> reports,
            InstantSource clock,
            Executor renderer,
            Executor partRenderer) {
        this.registry = registry;
        this.parts = new HTTPMetricHandler(registry);
        this.reports = reports;
        this.clock = clock;
        this.renderer = renderer;
        this.partRenderer = partRenderer;
    }

    private record Wanted(Accepted accepted, @Nullable String query) {}

    private record Rendered(ServerResponse answer, MonitorReport of, Instant at) {}

    /** @throws RejectedExecutionException when too many wait for others */
    CompletionStage<ServerResponse> answer(Call call) {
        String query;
        try {
            query = names(call.query());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    Reply.text(400, "the query is not encoded as it has to be").answer());
        }
        Wanted wanted = new Wanted(Accepted.of(call.list("Accept"), call.list("Accept-Encoding")), query);
        MonitorReport report = reports.get();
        synchronized (this) {
            Rendered known = rendered.get(wanted);
            if (known != null && isFresh(known, report)) {
                return CompletableFuture.completedFuture(known.answer());
            }
            CompletableFuture<ServerResponse> waiting = awaited.get(wanted);
            if (waiting != null) {
                return waiting;
            }
            CompletableFuture<ServerResponse> page = new CompletableFuture<>();
            if (query != null && awaited.size() >= MOST_AWAITED) {
                throw new RejectedExecutionException("too many parts are waited for");
            }
            awaited.put(wanted, page);
            try {
                (query == null ? renderer : partRenderer).execute(() -> render(wanted, page));
            } catch (RejectedExecutionException e) {
                awaited.remove(wanted);
                throw e;
            }
            return page;
        }
    }

    private boolean isFresh(Rendered known, MonitorReport report) {
        return known.of().equals(report) && known.at().plus(FRESH).isAfter(clock.instant());
    }

    private void render(Wanted wanted, CompletableFuture<ServerResponse> page) {
        try {
            MonitorReport report = reports.get();
            Instant at = clock.instant();
            ServerResponse answer = wanted.query() == null
                    ? WholePage.of(registry, wanted.accepted())
                    : part(wanted.accepted(), wanted.query());
            keep(wanted, new Rendered(answer, report, at));
            page.complete(answer);
        } catch (IOException e) {
            giveUp(wanted);
            page.completeExceptionally(new UncheckedIOException(e));
        } catch (RuntimeException | Error e) {
            giveUp(wanted);
            page.completeExceptionally(e);
        }
    }

    private ServerResponse part(Accepted accepted, String query) throws IOException {
        MetricsExchange exchange = new MetricsExchange(accepted, query);
        parts.handle(exchange);
        return exchange.answer();
    }

    private synchronized void keep(Wanted wanted, Rendered page) {
        awaited.remove(wanted);
        rendered.values().removeIf(other -> !isFresh(other, page.of()));
        if (wanted.query() == null) {
            rendered.put(wanted, page);
        }
    }

    private synchronized void giveUp(Wanted wanted) {
        awaited.remove(wanted);
    }

    /**
     * What there is of {@code name[]=} in the query, encoded as it has to be, which clients may have left out; null when there is
     * nothing of it.
     */
    private static @Nullable String names(@Nullable String query) {
        List<String> names = Query.of(query).all(NAMES);
        return names.isEmpty()
                ? null
                : names.stream()
                        .map(name -> NAMES + "=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
