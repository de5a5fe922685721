package io.greenlang.patroni.monitor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One life of a PostgreSQL server: the postmaster and its children.
 *
 * <p>Patroni starts it in a session of its own, so it outlives Patroni; it is found by the pid file in its data directory.
 */
record Postmaster(long pid) {

    /** Empty when none runs; a pid file that a crash left behind is no postmaster. */
    static Optional<Postmaster> of(Path dataDirectory) {
        try {
            String firstLine = Files.readString(dataDirectory.resolve("postmaster.pid"), UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            return Optional.of(new Postmaster(Long.parseLong(firstLine.strip())))
                    .filter(postmaster -> Processes.title(postmaster.pid).contains(dataDirectory.toString()));
        } catch (IOException | NumberFormatException stopped) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return Processes.isAlive(pid);
    }

    /** SIGSTOP to everything: clients connect, and nothing ever answers. */
    void freeze() {
        freezeOnlyItself();
        Processes.signal("STOP", Processes.children(pid));
    }

    /** SIGSTOP to the postmaster: sessions that are open go on working, new ones hang. */
    void freezeOnlyItself() {
        Processes.signal("STOP", List.of(pid));
    }

    void thaw() {
        Processes.signal("CONT", Processes.children(pid));
        Processes.signal("CONT", List.of(pid));
    }

    /** The child that PostgreSQL titles so, such as {@code startup} or {@code walreceiver}, be it at work yet or not. */
    Optional<Long> child(String name) {
        return Processes.children(pid).stream()
                .filter(child -> (Processes.title(child) + " ").contains(": " + name + " "))
                .findFirst();
    }

    /** The whole server dies at once; returns when it is gone. */
    void kill() {
        List<Long> children = Processes.children(pid);
        Processes.signal("KILL", List.of(pid));
        Processes.signal("KILL", children);
        Await.until("postmaster " + pid + " is gone", Duration.ofSeconds(10), () -> !isAlive());
    }

    /** Immediate shutdown, which unlike a kill gives shared memory back; a kill when that does not work. */
    void quit() {
        thaw();
        Processes.signal("QUIT", List.of(pid));
        try {
            Await.until("postmaster " + pid + " has quit", Duration.ofSeconds(10), () -> !isAlive());
        } catch (AssertionError stuck) {
            kill();
        }
    }
}
