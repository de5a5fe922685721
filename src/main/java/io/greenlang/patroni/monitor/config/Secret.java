package io.greenlang.patroni.monitor.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A password that can be used, but not seen. Safe for concurrent use. */
public final class Secret {
    private final Reader reader;

    private Secret(Reader reader) {
        this.reader = reader;
    }

    /** A secret in a file, which is read again at each use, so that a rotated one needs no restart. */
    public static Secret inFile(Path file) {
        return new Secret(() -> Files.readString(file, StandardCharsets.UTF_8).stripTrailing());
    }

    /** A secret that was given by the environment. */
    public static Secret ofValue(String value) {
        return new Secret(() -> value);
    }

    /**
     * The secret as it is now, without trailing white space.
     *
     * @throws IOException when the file can't be read; the message names the file, never its content
     */
    public String reveal() throws IOException {
        return reader.read();
    }

    @Override
    public String toString() {
        return "***";
    }

    private interface Reader {
        String read() throws IOException;
    }
}
