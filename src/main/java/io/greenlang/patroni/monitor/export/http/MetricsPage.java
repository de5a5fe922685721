package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}, in the format that is asked for, gzipped for who accepts it, and with {@code ?name[]=} only those names.
 * The page is whole before its first byte is sent.
 */
final class MetricsPage implements HttpHandler {
    /** Metrics repeat themselves. */
    private static final int USUAL_COMPRESSION = 8;

    private final CollectorRegistry registry;

    MetricsPage(CollectorRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Headers asked = exchange.getRequestHeaders();
        String format = TextFormat.chooseContentType(asked.getFirst("Accept"));
        Utf8Page page = new Utf8Page();
        Set<String> names = names(exchange.getRequestURI().getRawQuery());
        TextFormat.writeFormat(format, page, registry.filteredMetricFamilySamples(names));

        exchange.getResponseHeaders().set("Content-Type", format);
        if (acceptsGzip(asked)) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            ByteArrayOutputStream zipped = zipped(page);
            send(exchange, zipped.size(), zipped::writeTo);
        } else {
            send(exchange, page.size(), page::writeTo);
        }
    }

    private static ByteArrayOutputStream zipped(Utf8Page page) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(page.size() / USUAL_COMPRESSION);
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            page.writeTo(gzip);
        }
        return zipped;
    }

    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void send(HttpExchange exchange, int length, Body body) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, length);
        body.writeTo(exchange.getResponseBody());
    }

    private static Set<String> names(@Nullable String query) {
        return query == null
                ? Set.of()
                : Arrays.stream(query.split("&"))
                        .map(parameter -> parameter.split("=", 2))
                        .filter(pair -> pair.length == 2 && decoded(pair[0]).equals("name[]"))
                        .map(pair -> decoded(pair[1]))
                        .collect(Collectors.toSet());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static boolean acceptsGzip(Headers asked) {
        return asked.getOrDefault("Accept-Encoding", List.of()).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .anyMatch(coding -> coding.equalsIgnoreCase("gzip"));
    }
}
