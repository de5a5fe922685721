package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A wall clock of its own for a process and what it starts, by libfaketime; it may be set while they run. What has elapsed
 * they measure as they always do.
 */
public final class FakeClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private final Path file;

    /** @param folder which the process may read */
    public FakeClock(Path folder, String name) {
        file = folder.resolve(name + ".faketime").toAbsolutePath();
        set(Duration.ZERO);
    }

    /** @param ahead of the true time; negative: behind */
    public void set(Duration ahead) {
        try {
            Path next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".next"), "%+d\n".formatted(ahead.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DISABLE_SHM",
                "1",
                "NO_FAKE_STAT",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1");
    }

    /** What stands before a command that is to have this clock. */
    public List<String> launcher() {
        return Stream.concat(
                        Stream.of("env"),
                        environment().entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()))
                .toList();
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
