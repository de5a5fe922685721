package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.greenlang.patroni.monitor.export.http.server.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A scrape as simpleclient's handler knows it, in memory: what is asked is set beforehand, what is answered is kept. For one
 * thread. The only user of com.sun.net.httpserver; the handler uses nothing of it but this.
 */
final class MetricsExchange extends HttpExchange {
    private final MetricsContext context;
    private final URI uri;
    private final Headers asked = new Headers();
    private final Headers answered = new Headers();
    private final Body body = new Body();
    private int status = -1;

    /** @param query as it came, with {@code name[]=} */
    MetricsExchange(Accepted accepted, String query) {
        this.context = new MetricsContext();
        this.uri = URI.create("/metrics?" + query);
        asked.set("Accept", accepted.openMetrics() ? "application/openmetrics-text" : "text/plain");
        if (accepted.gzip()) {
            asked.set("Accept-Encoding", "gzip");
        }
    }

    /** Grows without a copy of what it has when its size is told first. */
    private static final class Body extends ByteArrayOutputStream {
        void expect(long length) {
            if (length > buf.length) {
                buf = new byte[Math.toIntExact(length)];
            }
        }

        byte[] bytes() {
            return count == buf.length ? buf : toByteArray();
        }
    }

    ServerResponse answer() {
        Map<String, String> headers = new TreeMap<>();
        answered.forEach((name, values) -> headers.put(name, String.join(", ", values)));
        headers.remove("Content-length");
        return new ServerResponse(status, headers, body.bytes());
    }

    @Override
    public Headers getRequestHeaders() {
        return asked;
    }

    @Override
    public Headers getResponseHeaders() {
        return answered;
    }

    @Override
    public URI getRequestURI() {
        return uri;
    }

    @Override
    public String getRequestMethod() {
        return "GET";
    }

    @Override
    public HttpContext getHttpContext() {
        return context;
    }

    @Override
    public void close() {
        // nothing is open
    }

    @Override
    public InputStream getRequestBody() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getResponseBody() {
        return body;
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        status = code;
        body.expect(length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        throw notUsed();
    }

    @Override
    public int getResponseCode() {
        return status;
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        throw notUsed();
    }

    @Override
    public String getProtocol() {
        return "HTTP/1.1";
    }

    @Override
    public Object getAttribute(String name) {
        throw notUsed();
    }

    @Override
    public void setAttribute(String name, Object value) {
        throw notUsed();
    }

    @Override
    public void setStreams(InputStream in, OutputStream out) {
        throw notUsed();
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return null;
    }

    static UnsupportedOperationException notUsed() {
        return new UnsupportedOperationException("a scrape in memory has no connection");
    }
}
