package io.greenlang.patroni.monitor.export.http.server;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Collects the body of one request while it comes; no thread waits for it. */
final class BodyReader implements Runnable {
    private final Request request;
    private final int most;
    private final Consumer<byte[]> whole;
    private final IntConsumer refused;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

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
        if (request.getLength() > most) {
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
            int length = chunk.remaining();
            byte[] piece = new byte[length];
            chunk.getByteBuffer().get(piece);
            boolean last = chunk.isLast();
            chunk.release();
            if (bytes.size() + length > most) {
                refused.accept(HttpStatus.PAYLOAD_TOO_LARGE_413);
                return;
            }
            bytes.write(piece, 0, length);
            if (last) {
                whole.accept(bytes.toByteArray());
                return;
            }
        }
    }
}
