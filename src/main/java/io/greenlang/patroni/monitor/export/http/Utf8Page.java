package io.greenlang.patroni.monitor.export.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text in memory, encoded while it is written. The metrics format comes in some ten thousand pieces, many of one
 * character, nearly all of them ASCII: those go straight into the bytes. For one thread.
 */
final class Utf8Page extends Writer {
    private static final int USUAL_SIZE = 1 << 16;
    private static final int ASCII_END = 0x80;

    private byte[] bytes = new byte[USUAL_SIZE];
    private int size;
    /** The first half of a character whose second half has not come yet; 0 for none. */
    private char highSurrogate;

    @Override
    public void write(int character) {
        char c = (char) character;
        if (c < ASCII_END && highSurrogate == 0 && size < bytes.length) {
            bytes[size++] = (byte) c;
        } else {
            encode(c);
        }
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(characters[i]);
        }
    }

    @Override
    public void write(String text) {
        int length = text.length();
        reserve(length);
        byte[] into = bytes;
        int end = size;
        int i = 0;
        while (i < length && text.charAt(i) < ASCII_END && highSurrogate == 0) {
            into[end++] = (byte) text.charAt(i++);
        }
        size = end;
        while (i < length) {
            write(text.charAt(i++));
        }
    }

    @Override
    public void write(String text, int offset, int length) {
        write(text.substring(offset, offset + length));
    }

    @Override
    public Writer append(char character) {
        write(character);
        return this;
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        // nothing is open
    }

    int size() {
        return size;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    /** Half a character without the other half becomes a question mark, as everywhere in Java. */
    private void encode(char c) {
        if (highSurrogate != 0 && Character.isLowSurrogate(c)) {
            put(new String(new char[] {highSurrogate, c}));
            highSurrogate = 0;
            return;
        }
        if (highSurrogate != 0) {
            put("?");
            highSurrogate = 0;
        }
        if (Character.isHighSurrogate(c)) {
            highSurrogate = c;
        } else {
            put(String.valueOf(c));
        }
    }

    private void put(String character) {
        byte[] encoded = character.getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
