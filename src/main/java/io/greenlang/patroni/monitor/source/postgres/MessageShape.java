package io.greenlang.patroni.monitor.source.postgres;

import java.io.IOException;

/**
 * The messages that may stand in an answer, rows aside. The driver ignores the length of some and reads until their content ends:
 * one with more in it than belongs there could hide another. PostgreSQL's documentation, "Message Formats".
 */
final class MessageShape {
    /** Of one message in bytes: far more than any error with its context. */
    static final int LONGEST = 256 << 10;

    private static final int HEAD = 5;
    private static final int SASL_METHODS = 10;
    /** Name's end, table, column, type, its length, its modifier, format. */
    private static final int FIELD = 18;

    private MessageShape() {}

    /** The server is not one that the monitor can take in. */
    static final class Excess extends IOException {
        Excess(String what) {
            super("the server sends what it may not: " + what);
        }
    }

    static void checkLength(byte type, int length) throws IOException {
        if (length > LONGEST || "EN12C3nsIZSKTtR".indexOf(type) < 0) {
            throw new Excess("a message of " + length + " bytes, type " + type);
        }
    }

    /** @param message with its type and length */
    static void check(byte[] message) throws IOException {
        int content = message.length - HEAD;
        boolean fits = switch (message[0]) {
            case '1', '2', '3', 'n', 's', 'I' -> content == 0;
            case 'Z' -> content == 1;
            case 'S' -> texts(message, HEAD, 2) == message.length;
            case 'T' -> content >= Short.BYTES && fields(message) == message.length;
            case 't' -> content >= Short.BYTES && content == Short.BYTES + (Integer.BYTES * int2(message, HEAD));
            case 'C' -> content > 0 && texts(message, HEAD, 1) == message.length;
            case 'R' -> content >= Integer.BYTES && isWholeQuestion(message);
            default -> true; // the driver keeps to the length
        };
        if (!fits) {
            throw new Excess("a message whose content does not fill it, type " + message[0]);
        }
    }

    private static boolean isWholeQuestion(byte[] message) {
        if (RowLengths.int4(message, HEAD) != SASL_METHODS) {
            return true;
        }
        int at = HEAD + Integer.BYTES;
        while (at < message.length && message[at] != 0) {
            at = texts(message, at, 1);
        }
        return at == message.length - 1;
    }

    private static int fields(byte[] message) {
        int at = HEAD + Short.BYTES;
        for (int left = int2(message, HEAD); left > 0 && at <= message.length; left--) {
            at = texts(message, at, 1) + FIELD;
        }
        return at;
    }

    /** Behind the end of so many texts; past the message where they do not end. */
    private static int texts(byte[] message, int begin, int count) {
        int at = begin;
        for (int left = count; left > 0; left--) {
            while (at < message.length && message[at] != 0) {
                at++;
            }
            at++;
        }
        return at;
    }

    private static int int2(byte[] from, int at) {
        return ((from[at] & 0xff) << Byte.SIZE) | (from[at + 1] & 0xff);
    }
}
