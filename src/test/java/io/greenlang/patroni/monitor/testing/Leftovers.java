package io.greenlang.patroni.monitor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Servers that outlive a JVM which crashed, found by the pid files below its work folder.
 *
 * <p>A pid file names a process by its pid and its start time, so nobody else who got the pid since is hurt.
 */
public final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftovers() {}

    /** Kills every server that is recorded below the folder; returns, when all are gone, how many there were. */
    public static int end(Path folder) {
        if (!Files.exists(folder)) {
            return 0;
        }
        List<Long> servers = below(folder, path -> path.getFileName().toString().endsWith(".pid"))
                .flatMap(file -> running(file).stream())
                .toList();
        servers.forEach(pid -> Processes.signalGroup("KILL", pid));
        List<Postmaster> postmasters = below(folder, Files::isDirectory)
                .flatMap(directory -> Postmaster.of(directory).stream())
                .toList();
        postmasters.forEach(Postmaster::quit);
        servers.forEach(pid -> Await.until("process " + pid + " is gone", PATIENCE, () -> !Processes.isAlive(pid)));
        SmallDisk.unmountAllBelow(folder);
        return servers.size() + postmasters.size();
    }

    /** Records a process as {@link #running} finds it. */
    public static void record(Path file, long pid) {
        try {
            Files.writeString(file, pid + " " + Processes.startTicks(pid).orElse("gone") + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pid of the recorded process, if just that one still runs. */
    public static Optional<Long> running(Path file) {
        try {
            String[] fields = Files.readString(file, UTF_8).strip().split(" ", -1);
            long pid = Long.parseLong(fields[0]);
            boolean same = fields.length == 2
                    && Processes.isAlive(pid)
                    && Processes.startTicks(pid).equals(Optional.of(fields[1]));
            return same ? Optional.of(pid) : Optional.empty();
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static Stream<Path> below(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(wanted).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
