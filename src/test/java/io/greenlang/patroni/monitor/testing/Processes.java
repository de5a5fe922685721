package io.greenlang.patroni.monitor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What Linux tells of a process, and signals to it. */
final class Processes {
    private Processes() {}

    /** False for a zombie too: in a container nobody may reap what a killed server leaves behind. */
    static boolean isAlive(long pid) {
        return stat(pid).filter(fields -> !fields[0].equals("Z")).isPresent();
    }

    /** Clock ticks since boot at which the process started; with the pid it names one process for ever. */
    static Optional<String> startTicks(long pid) {
        return stat(pid).map(fields -> fields[19]);
    }

    /** The command line, or what a PostgreSQL process wrote over it; empty when the process is gone. */
    static String title(long pid) {
        try {
            return Files.readString(proc(pid, "cmdline"), UTF_8)
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException gone) {
            return "";
        }
    }

    static List<Long> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Processes that are gone already are passed over. */
    static void signal(String signal, Collection<Long> pids) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$@\" 2>/dev/null", "kill", signal, "--"));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        if (!pids.isEmpty()) {
            Command.run(command);
        }
    }

    static void signalGroup(String signal, long leader) {
        signal(signal, List.of(-leader));
    }

    /** The fields after the name, which may hold blanks: state, ppid, … */
    private static Optional<String[]> stat(long pid) {
        try {
            String stat = Files.readString(proc(pid, "stat"), UTF_8);
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Path proc(long pid, String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }
}
