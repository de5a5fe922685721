package io.greenlang.patroni.monitor.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A password that can be used, but not seen. Immutable; equal when it comes from the same place. */
public final class Secret {
    private final @Nullable Path file;
    private final String value;

    private Secret(@Nullable Path file, String value) {
        this.file = file;
        this.value = value;
    }

    /** A secret in a file, which is read again at each use, so that a rotated one needs no restart. */
    public static Secret inFile(Path file) {
        return new Secret(file, "");
    }

    /** A secret that was given by the environment. */
    public static Secret ofValue(String value) {
        return new Secret(null, value);
    }

    /**
     * The secret as it is now, without trailing white space.
     *
     * @throws IOException when the file can't be read; the message names the file, never its content
     */
    public String reveal() throws IOException {
        return file == null
                ? value
                : Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && Objects.equals(file, secret.file) && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(file, value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
