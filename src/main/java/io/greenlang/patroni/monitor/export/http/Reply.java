package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.greenlang.patroni.monitor.export.http.page.StatusPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole answer, ready before its first byte is sent.
 *
 * @param extraHeaders instead of, or beside, those that every answer has
 */
record Reply(int status, String contentType, String body, Map<String, String> extraHeaders) {
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String SECURITY_POLICY = "Content-Security-Policy";
    private static final String NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'";

    private Reply(int status, String contentType, String body) {
        this(status, contentType, body, Map.of());
    }

    static Reply text(int status, String line) {
        return new Reply(status, PLAIN, line + "\n");
    }

    static Reply json(String document) {
        return new Reply(200, JSON, document + "\n");
    }

    static Reply shown(boolean json, Looks.Shown shown) {
        return new Reply(
                200,
                json ? JSON : PLAIN,
                shown.text() + "\n",
                Map.of(Looks.EXIT_STATUS, Integer.toString(shown.exitStatus())));
    }

    static Reply html(StatusPage page) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(SECURITY_POLICY, page.contentSecurityPolicy());
        if (page.refreshSeconds() > 0) {
            headers.put("Refresh", Long.toString(page.refreshSeconds()));
        }
        return new Reply(200, "text/html; charset=utf-8", page.html(), headers);
    }

    void send(HttpExchange exchange) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set(SECURITY_POLICY, NOTHING_ALLOWED);
        headers.set("Referrer-Policy", "no-referrer");
        extraHeaders.forEach(headers::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
