package io.greenlang.patroni.monitor.source.postgres;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Tells {@link ServerMessages} what it is to wait for, and says no more at the start than the server takes. For one thread at a time. */
final class ClientMessages extends FilterOutputStream {
    private static final int ENCRYPTION_REQUEST = 8;
    private static final int SSL = 80_877_103;
    private static final int GSS = 80_877_104;

    private final ServerMessages answers;
    private final Wire wire;

    ClientMessages(OutputStream out, ServerMessages answers, Wire wire) {
        super(out);
        this.answers = answers;
        this.wire = wire;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        answers.asked();
        if (length == ENCRYPTION_REQUEST && RowLengths.int4(from, offset) == ENCRYPTION_REQUEST) {
            int code = RowLengths.int4(from, offset + Integer.BYTES);
            if (code == SSL || code == GSS) {
                answers.encryptionAsked();
            }
        }
        if (wire.pooledStartup() && StartupMessage.is(from, offset, length)) {
            out.write(StartupMessage.forPooler(from, offset, length));
        } else {
            out.write(from, offset, length);
        }
    }

    /**
     * A client's first message, cut down to what PgBouncer takes. It refuses every parameter that it doesn't keep for a session,
     * unless {@code ignore_startup_parameters} names it; the driver always sends {@code extra_float_digits}, and libpq never does:
     * an endpoint that serves clients of libpq would look down.
     */
    static final class StartupMessage {
        /** Version 3.0: PostgreSQL's documentation, "Message Formats". */
        private static final int PROTOCOL = 196_608;

        private static final int HEADER = 2 * Integer.BYTES;
        private static final String REFUSED = "extra_float_digits";

        private StartupMessage() {}

        static boolean is(byte[] from, int offset, int length) {
            return length > HEADER
                    && RowLengths.int4(from, offset) == length
                    && RowLengths.int4(from, offset + Integer.BYTES) == PROTOCOL;
        }

        /** The same without what is refused. Names and values are each ended by a zero byte, and one more ends the message. */
        static byte[] forPooler(byte[] from, int offset, int length) {
            ByteArrayOutputStream parameters = new ByteArrayOutputStream();
            int end = offset + length;
            int at = offset + HEADER;
            while (at < end && from[at] != 0) {
                int value = afterZero(from, at, end);
                int next = afterZero(from, value, end);
                String name = new String(from, at, Math.max(0, value - at - 1), StandardCharsets.UTF_8);
                if (!name.equals(REFUSED)) {
                    parameters.write(from, at, next - at);
                }
                at = next;
            }
            parameters.write(0);
            return ByteBuffer.allocate(HEADER + parameters.size())
                    .putInt(HEADER + parameters.size())
                    .putInt(PROTOCOL)
                    .put(parameters.toByteArray())
                    .array();
        }

        private static int afterZero(byte[] from, int at, int end) {
            int zero = at;
            while (zero < end && from[zero] != 0) {
                zero++;
            }
            return Math.min(zero + 1, end);
        }
    }
}
