package io.greenlang.patroni.monitor.export.http.server;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Collects the body of one request while it comes; no thread waits for it. A body that is a little too large is read to its end and
 * thrown away: a client that is still sending when the connection is closed may lose the answer.
 */
final class BodyReader implements Runnable {
    private final Request request;
    private final int most;
    private final Consumer<byte[]> whole;
    private final IntConsumer refused;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long read;

    /**
     * @param most in bytes
     * @param whole gets the body; called once, or {@code refused} is
     * @param refused gets the status to answer with
     */
    BodyReader(Request request, int most, Consumer<byte[]> whole, IntConsumer refused) {
        this.request = request;
        this.most = most;
        this.whole = whole;
        this.refused = refused;
    }

    @Override
    public void run() {
        if (request.getLength() > 2L * most) {
            refused.accept(HttpStatus.PAYLOAD_TOO_LARGE_413);
            return;
        }
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                refused.accept(HttpStatus.BAD_REQUEST_400);
                return;
            }
            read += chunk.remaining();
            if (read <= most) {
                byte[] piece = new byte[chunk.remaining()];
                chunk.getByteBuffer().get(piece);
                bytes.write(piece, 0, piece.length);
            }
            boolean last = chunk.isLast();
            chunk.release();
            if (read > 2L * most || (last && read > most)) {
                refused.accept(HttpStatus.PAYLOAD_TOO_LARGE_413);
                return;
            }
            if (last) {
                whole.accept(bytes.toByteArray());
                return;
            }
        }
    }
}
