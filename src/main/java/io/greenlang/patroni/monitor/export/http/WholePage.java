package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.export.http.server.ServerResponse;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * All of {@code /metrics}, as each scrape wants it. Like simpleclient's handler, which encodes it character by character.
 */
final class WholePage {
    private static final int USUAL_BYTES = 64 << 10;
    private static final int BUFFERED = 8 << 10;

    private WholePage() {}

    static ServerResponse of(CollectorRegistry registry, Accepted accepted) throws IOException {
        String format = accepted.openMetrics() ? TextFormat.CONTENT_TYPE_OPENMETRICS_100 : TextFormat.CONTENT_TYPE_004;
        Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", format));
        ByteArrayOutputStream page = new ByteArrayOutputStream(USUAL_BYTES);
        OutputStream sent = page;
        if (accepted.gzip()) {
            headers.put("Content-Encoding", "gzip");
            sent = new QuickGzip(page);
        }
        try (Writer text = new BufferedWriter(new OutputStreamWriter(sent, StandardCharsets.UTF_8), BUFFERED)) {
            TextFormat.writeFormat(format, text, registry.metricFamilySamples());
        }
        return new ServerResponse(200, headers, page.toByteArray());
    }

    /** A page of 52 kB is a fifth longer than the usual level makes it (10.4 kB), in 0.1 ms instead of 0.8. */
    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream to) throws IOException {
            super(to, BUFFERED);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
