package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.source.postgres.MessageShape.Excess;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a server sends, checked before the driver reads it. The driver takes memory for what a length says, and keeps what it did
 * not ask for (notices, settings, notifications, rows without columns), so that a server that somebody has taken over could
 * take all memory. For one thread at a time.
 */
final class ServerMessages extends InputStream {
    /** In one answer; the driver makes a kilobyte of a short one. */
    private static final int MOST_MESSAGES = 2_000;

    private static final int MOST_ROWS = 50_000;

    /** In one connection, whose settings the driver keeps as long; PostgreSQL reports some 15. */
    private static final int MOST_SETTINGS = 100;

    private static final int LONGEST_SETTING = 4 << 10;
    private static final int HEAD = 5;
    private static final byte[] NONE = new byte[0];

    private final InputStream in;
    private final long mostBytes;
    private byte[] message = new byte[HEAD];
    private int read;
    private byte[] ready = NONE;
    private int handedOut;
    private RowLengths row = RowLengths.NONE;
    private long bytes;
    private int messages;
    private int rows;
    private int settings;
    private boolean oneByte;
    private boolean encrypted;

    /** @param mostBytes of rows in one answer */
    ServerMessages(InputStream in, long mostBytes) {
        this.in = new BufferedInputStream(in);
        this.mostBytes = mostBytes + MessageShape.LONGEST;
    }

    /** The client sends something: an answer begins. */
    void asked() {
        bytes = 0;
        messages = 0;
        rows = 0;
    }

    /** The client asks for encryption: the answer is a byte. */
    void encryptionAsked() {
        oneByte = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (encrypted || length == 0) {
            return in.read(to, offset, length);
        }
        if (oneByte) {
            return answerAboutEncryption(to, offset);
        }
        if (handedOut < ready.length) {
            return handOut(to, offset, length);
        }
        if (row.left() > 0) {
            int count = in.read(to, offset, (int) Math.min(length, row.left()));
            row.check(to, offset, Math.max(0, count));
            return count;
        }
        return nextMessage() ? handOut(to, offset, length) : -1;
    }

    @Override
    public int available() throws IOException {
        return ready.length - handedOut + in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int answerAboutEncryption(byte[] to, int offset) throws IOException {
        int count = in.read(to, offset, 1);
        oneByte = false;
        encrypted = count == 1 && to[offset] == 'S';
        if (count == 1 && to[offset] == 'E') {
            message[0] = 'E';
            read = 1;
            return nextMessage() ? handOut(to, offset, 1) : -1;
        }
        return count;
    }

    private int handOut(byte[] to, int offset, int length) {
        int count = Math.min(length, ready.length - handedOut);
        System.arraycopy(ready, handedOut, to, offset, count);
        handedOut += count;
        return count;
    }

    /** Of a row only its head. Continues where it was when a time limit interrupted it. */
    private boolean nextMessage() throws IOException {
        if (!fill(HEAD)) {
            return false;
        }
        int length = RowLengths.int4(message, 1);
        if (message[0] == 'D') {
            count(length);
            row = RowLengths.of(length - Integer.BYTES);
        } else {
            if (read == HEAD) {
                count(length);
                MessageShape.checkLength(message[0], length);
                message = Arrays.copyOf(message, length + 1);
            }
            if (!fill(length + 1)) {
                return false;
            }
            MessageShape.check(message);
        }
        ready = message;
        handedOut = 0;
        message = new byte[HEAD];
        read = 0;
        return true;
    }

    private boolean fill(int upTo) throws IOException {
        while (read < upTo) {
            int count = in.read(message, read, upTo - read);
            if (count < 0) {
                return false;
            }
            read += count;
        }
        return true;
    }

    private void count(int length) throws IOException {
        boolean isRow = message[0] == 'D';
        boolean isSetting = message[0] == 'S';
        if (isSetting && (++settings > MOST_SETTINGS || length > LONGEST_SETTING)) {
            throw new Excess("more than " + MOST_SETTINGS + " settings, or one of " + length + " bytes");
        }
        bytes += Math.max(length, 0);
        if (length < Integer.BYTES || bytes > mostBytes) {
            throw new Excess("a message of " + length + " bytes, " + bytes + " in one answer");
        }
        if (isRow ? ++rows > MOST_ROWS : ++messages > MOST_MESSAGES) {
            throw new Excess(
                    "more than " + (isRow ? MOST_ROWS + " rows" : MOST_MESSAGES + " messages") + " in one answer");
        }
    }
}
