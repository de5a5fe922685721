package io.greenlang.patroni.monitor.memory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The lines of a file of which nothing is known: none is held that is longer than allowed. For one thread. */
final class Lines {
    private final InputStream bytes;
    private final int longest;
    private final byte[] buffer = new byte[1 << 13];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int end;
    private boolean cut;
    private boolean ended;

    /** @param longest in bytes */
    Lines(InputStream bytes, int longest) {
        this.bytes = bytes;
        this.longest = longest;
    }

    /** Goes to the next line; false when there is none. The last one needs no line feed. */
    boolean next() throws IOException {
        line.reset();
        cut = false;
        ended = false;
        boolean begun = false;
        while (fill()) {
            begun = true;
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            keep(from, position - from);
            if (position < end) {
                position++;
                ended = true;
                return true;
            }
        }
        return begun;
    }

    private boolean fill() throws IOException {
        if (position == end) {
            position = 0;
            end = Math.max(0, bytes.read(buffer));
        }
        return end > 0;
    }

    private void keep(int from, int count) {
        int room = Math.min(count, longest - line.size());
        line.write(buffer, from, room);
        cut |= room < count;
    }

    /** Of the line; what is no UTF-8 is replaced. */
    String text() {
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The line is longer than allowed, and the text is its beginning. */
    boolean isCut() {
        return cut;
    }

    /** A line feed ends the line. Only the last line of a file can be without. */
    boolean isEnded() {
        return ended;
    }
}
