package io.greenlang.patroni.monitor.export.http.server;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** What every answer tells a browser, errors not left out. */
final class SafeHeaders {
    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer");

    private SafeHeaders() {}

    static void addTo(HttpFields.Mutable headers) {
        ALWAYS.forEach(headers::put);
    }
}
