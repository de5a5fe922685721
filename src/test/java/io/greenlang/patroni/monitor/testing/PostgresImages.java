package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The image for each major version: what {@code postgres-images.properties} lists, and what a user names instead. */
record PostgresImages(Properties byVersion) {
    static final String LIST = "postgres-images.properties";
    static final String VARIABLE = "TEST_POSTGRES_IMAGES";

    private static final Pattern CHANGE = Pattern.compile("(\\d+)=([^\\s,=]+)");

    static PostgresImages chosen() {
        try (var list = Objects.requireNonNull(PostgresImages.class.getResourceAsStream("/" + LIST), LIST)) {
            return of(new String(list.readAllBytes(), StandardCharsets.UTF_8), System.getenv(VARIABLE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param changes as {@code VERSION=IMAGE}, separated by spaces */
    static PostgresImages of(String list, @Nullable String changes) {
        Properties images = new Properties();
        try {
            images.load(new StringReader(list));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (changes != null && !changes.isBlank()) {
            for (String change : changes.strip().split("\\s+", -1)) {
                Matcher matcher = CHANGE.matcher(change);
                if (!matcher.matches()) {
                    throw new IllegalArgumentException(
                            VARIABLE + ": " + change
                                    + " is not a version and its image. Example: 16=postgres:16.9 18=registry.example/postgres:18");
                }
                images.setProperty(matcher.group(1), matcher.group(2));
            }
        }
        return new PostgresImages(images);
    }

    String of(int majorVersion) {
        String image = byVersion.getProperty(Integer.toString(majorVersion));
        if (image == null) {
            throw new IllegalArgumentException("no image for PostgreSQL " + majorVersion + ". Add it to " + LIST
                    + ", or set " + VARIABLE + ". Example: " + majorVersion + "=postgres:" + majorVersion);
        }
        return image;
    }
}
