package io.greenlang.patroni.monitor.source.postgres;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells {@link ServerMessages} what it is to wait for. For one thread at a time. */
final class ClientMessages extends FilterOutputStream {
    private static final int ENCRYPTION_REQUEST = 8;
    private static final int SSL = 80_877_103;
    private static final int GSS = 80_877_104;

    private final ServerMessages answers;

    ClientMessages(OutputStream out, ServerMessages answers) {
        super(out);
        this.answers = answers;
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
        out.write(from, offset, length);
    }
}
