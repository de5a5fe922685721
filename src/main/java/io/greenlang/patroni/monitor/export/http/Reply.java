package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.export.http.page.StatusPage;
import io.greenlang.patroni.monitor.export.http.server.ServerResponse;
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

    /** With one more header. */
    Reply with(String header, String value) {
        Map<String, String> headers = new TreeMap<>(extraHeaders);
        headers.put(header, value);
        return new Reply(status, contentType, body, headers);
    }

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

    /** The same as bytes. */
    ServerResponse answer() {
        Map<String, String> headers = new TreeMap<>(extraHeaders);
        headers.put("Content-Type", contentType);
        return new ServerResponse(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
