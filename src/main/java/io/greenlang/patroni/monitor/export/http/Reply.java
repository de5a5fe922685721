package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A whole answer, ready before its first byte is sent. */
record Reply(int status, String contentType, String body) {
    static Reply text(int status, String line) {
        return new Reply(status, "text/plain; charset=utf-8", line + "\n");
    }

    static Reply json(String document) {
        return new Reply(200, "application/json", document + "\n");
    }

    static Reply html(String page) {
        return new Reply(200, "text/html; charset=utf-8", page);
    }

    void send(HttpExchange exchange) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
