package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.source.postgres.MessageShape.Excess;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Checks that the values of one row fill its message, no more and no less: the driver takes memory for what a length says before
 * it has come, and reads on after the last value wherever that is. Fed piece by piece; for one thread.
 */
final class RowLengths {
    static final RowLengths NONE = new RowLengths(0);

    private long left;
    /** How many values are to come; negative before that is known. */
    private int values = -1;

    private int number;
    private int digits;
    private long skip;

    private RowLengths(long length) {
        this.left = length;
    }

    /** @param length of the message's content */
    static RowLengths of(long length) throws IOException {
        if (length < Short.BYTES) {
            throw new Excess("a row without a number of values");
        }
        return new RowLengths(length);
    }

    static int int4(byte[] from, int at) {
        return ByteBuffer.wrap(from, at, Integer.BYTES).getInt();
    }

    /** In bytes. */
    long left() {
        return left;
    }

    void check(byte[] from, int begin, int count) throws IOException {
        for (int at = begin; at < begin + count; ) {
            int taken = (int) Math.min(Math.max(1, skip), begin + count - at);
            left -= taken;
            if (skip > 0) {
                skip -= taken;
            } else {
                digit(from[at]);
            }
            at += taken;
        }
        if (left == 0 && (values != 0 || skip > 0)) {
            throw new Excess("a row that ends within its values");
        }
    }

    private void digit(byte next) throws IOException {
        number = (number << Byte.SIZE) | (next & 0xff);
        digits++;
        if (digits == Short.BYTES && values < 0) {
            values = number;
            fit((long) number * Integer.BYTES);
        } else if (digits == Integer.BYTES) {
            values--;
            skip = Math.max(0, number);
            fit(number < -1 ? Long.MAX_VALUE : skip + (long) values * Integer.BYTES);
        } else {
            return;
        }
        number = 0;
        digits = 0;
    }

    private void fit(long needed) throws IOException {
        if (needed > left || (values == 0 && needed < left)) {
            throw new Excess("a row whose values do not fit into it");
        }
    }
}
