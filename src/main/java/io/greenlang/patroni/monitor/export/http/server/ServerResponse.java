package io.greenlang.patroni.monitor.export.http.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** A whole answer, ready before its first byte is sent. May be sent to many at once: nothing changes it. */
public final class ServerResponse {
    /** What every answer tells a browser, errors not left out. */
    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer");

    private final int status;
    private final Map<String, String> headers;
    private final ByteBuffer body;

    /**
     * @param headers instead of, or beside, those that every answer has
     * @param body not changed any more by the caller
     */
    public ServerResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = ByteBuffer.wrap(body).asReadOnlyBuffer();
    }

    /** The status in words. Nothing of what was sent comes back. */
    static ServerResponse inWords(int status, Map<String, String> headers) {
        String line = HttpStatus.getMessage(status).toLowerCase(Locale.ROOT) + "\n";
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "text/plain; charset=utf-8");
        return new ServerResponse(status, all, line.getBytes(StandardCharsets.UTF_8));
    }

    /** In bytes. */
    int size() {
        return body.capacity();
    }

    /**
     * Begins to send it; no thread waits for the client.
     *
     * @param bodyWanted false for the head alone
     */
    void send(Response response, boolean bodyWanted, Callback done) {
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        ALWAYS.forEach(fields::put);
        headers.forEach(fields::put);
        fields.put("Content-Length", size());
        new Writer(bodyWanted ? size() : 0, response, done).iterate();
    }

    /**
     * Piece by piece, whenever the client can take one. In pieces because the JDK copies what it writes, and would copy all that is
     * left each time.
     */
    private final class Writer extends IteratingCallback {
        private static final int PIECE = 64 << 10;

        private final int size;
        private final Response response;
        private final Callback done;
        private int sent;
        private boolean begun;

        Writer(int size, Response response, Callback done) {
            this.size = size;
            this.response = response;
            this.done = done;
        }

        @Override
        protected Action process() {
            if (begun && sent == size) {
                return Action.SUCCEEDED;
            }
            begun = true;
            int begin = sent;
            sent = Math.min(size, begin + PIECE);
            response.write(sent == size, body.slice(begin, sent - begin), this);
            return Action.SCHEDULED;
        }

        @Override
        protected void onCompleteSuccess() {
            done.succeeded();
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            done.failed(cause);
        }
    }
}
