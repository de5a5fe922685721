package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
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
    private final CollectorRegistry registry;

    MetricsPage(CollectorRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Headers asked = exchange.getRequestHeaders();
        String format = TextFormat.chooseContentType(asked.getFirst("Accept"));
        Text text = new Text();
        Set<String> names = names(exchange.getRequestURI().getRawQuery());
        TextFormat.writeFormat(format, text, registry.filteredMetricFamilySamples(names));
        byte[] page = text.toString().getBytes(StandardCharsets.UTF_8);

        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", format);
        if (acceptsGzip(asked)) {
            headers.set("Content-Encoding", "gzip");
            page = gzipped(page);
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(page.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
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

    private static byte[] gzipped(byte[] page) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(page.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(page);
        }
        return bytes.toByteArray();
    }

    /** The format is written in some ten thousand pieces, many of one character: those must cost nothing. */
    private static final class Text extends Writer {
        private static final int USUAL_SIZE = 1 << 16;

        private final StringBuilder written = new StringBuilder(USUAL_SIZE);

        @Override
        public void write(int character) {
            written.append((char) character);
        }

        @Override
        public void write(char[] characters, int offset, int length) {
            written.append(characters, offset, length);
        }

        @Override
        public void write(String text) {
            written.append(text);
        }

        @Override
        public Writer append(char character) {
            written.append(character);
            return this;
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }

        @Override
        public String toString() {
            return written.toString();
        }
    }
}
