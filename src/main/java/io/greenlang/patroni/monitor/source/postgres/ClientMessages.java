package io.greenlang.patroni.monitor.source.postgres;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

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
}
