package io.greenlang.patroni.monitor.model;

import java.util.Locale;

/**
 * A position in the write-ahead log, in bytes since the beginning ({@code hi << 32 | lo}). Comparable only on one
 * timeline's ancestry.
 *
 * @param bytes at least 0
 */
public record Lsn(long bytes) implements Comparable<Lsn> {
    public Lsn {
        if (bytes < 0) {
            throw new IllegalArgumentException("LSN " + bytes + " is negative");
        }
    }

    /**
     * Reads PostgreSQL's text form, such as {@code 4/2000A0F8}.
     *
     * @throws IllegalArgumentException when the text is not two hexadecimal halves of at most 32 bits
     */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new IllegalArgumentException("\"" + text + "\" is not an LSN; expected a form like 4/2000A0F8");
        }
        try {
            long high = Integer.parseUnsignedInt(text, 0, slash, 16) & 0xffff_ffffL;
            long low = Integer.parseUnsignedInt(text, slash + 1, text.length(), 16) & 0xffff_ffffL;
            return new Lsn(high << 32 | low);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not an LSN; expected a form like 4/2000A0F8", e);
        }
    }

    /** Bytes of WAL from {@code earlier} to here; negative when this position is the earlier one. */
    public long minus(Lsn earlier) {
        return bytes - earlier.bytes;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%X/%X", bytes >>> 32, bytes & 0xffff_ffffL);
    }
}
