package io.greenlang.patroni.monitor.export.http.server;

import java.nio.ByteBuffer;
import java.util.Map;

/** A whole answer, ready before its first byte is sent. May be sent to many at once: nothing changes it. */
public final class ServerResponse {
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

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** In bytes. */
    int size() {
        return body.capacity();
    }

    /** The bytes from {@code begin} to {@code end}, without a copy. */
    ByteBuffer slice(int begin, int end) {
        return body.slice(begin, end - begin);
    }
}
