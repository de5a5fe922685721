package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A wall clock of its own for a JVM, which may be set while it runs; and for one member. What has elapsed they measure as
 * they always do. By libfaketime.
 */
public final class FakeClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    /** Elapsed time is left alone; without the last one a JVM's timed waits spin. */
    private static final Map<String, String> ONLY_THE_WALL_CLOCK = Map.of(
            "LD_PRELOAD", library().toString(),
            "NO_FAKE_STAT", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
            "DONT_FAKE_MONOTONIC", "1",
            "FAKETIME_FORCE_MONOTONIC_FIX", "0");

    private final Path file;

    public FakeClock(Path folder) {
        file = folder.resolve("faketime").toAbsolutePath();
        set(Duration.ZERO);
    }

    /** @param ahead of the true time; negative: behind. In force within a second. */
    public void set(Duration ahead) {
        try {
            Path next = Files.writeString(file.resolveSibling("faketime.next"), seconds(ahead) + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands before the command of the JVM. */
    public List<String> launcher() {
        Map<String, String> variables = new HashMap<>(ONLY_THE_WALL_CLOCK);
        variables.put("FAKETIME_TIMESTAMP_FILE", file.toString());
        variables.put("FAKETIME_CACHE_DURATION", "1");
        return Stream.concat(
                        Stream.of("env"),
                        variables.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()))
                .toList();
    }

    /**
     * What Patroni is started with, so that it and its PostgreSQL have another wall clock. Below libfaketime Python can't
     * sleep, so that Patroni's own is made in Python, and only what it starts is given the library.
     *
     * @param folder which Patroni may read
     */
    static Map<String, String> ofMember(Path folder, Duration ahead) {
        Map<String, String> ofPostgres = new HashMap<>(ONLY_THE_WALL_CLOCK);
        ofPostgres.put("FAKETIME", seconds(ahead));
        StringBuilder script = new StringBuilder("""
                import os, time
                true_time = time.time
                time.time = lambda: true_time() + (%s)
                """.formatted(seconds(ahead)));
        ofPostgres.forEach((name, value) -> script.append("os.environ['%s'] = '%s'\n".formatted(name, value)));
        try {
            Path modules = Files.createDirectories(folder.resolve("clock").toAbsolutePath());
            Files.writeString(modules.resolve("sitecustomize.py"), script);
            return Map.of("PYTHONPATH", modules.toString(), "PYTHONDONTWRITEBYTECODE", "1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String seconds(Duration ahead) {
        return "%+d".formatted(ahead.toSeconds());
    }

    private static Path library() {
        try (Stream<Path> architectures = Files.list(LIBRARIES)) {
            return architectures
                    .map(architecture -> architecture.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("libfaketime is missing; make setup installs it"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
