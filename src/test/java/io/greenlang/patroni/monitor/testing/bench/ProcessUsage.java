package io.greenlang.patroni.monitor.testing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used so far, as Linux counts it.
 *
 * @param cpu user and system time of all its threads
 * @param residentBytes {@code VmRSS}
 */
record ProcessUsage(Duration cpu, long residentBytes) {
    /** {@code USER_HZ}, which is 100 on every Linux that a JVM runs on. */
    private static final long TICK_MILLIS = 10;

    static ProcessUsage of(long pid) throws IOException {
        return new ProcessUsage(cpu(pid, 2), bytes(pid, "status", "VmRSS:"));
    }

    /** CPU time of the process, of all that descend from it, and of those of them that have ended. */
    static Duration cpuOfTree(long pid) throws IOException {
        Duration sum = cpu(pid, 4);
        for (ProcessHandle child : ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList()) {
            try {
                sum = sum.plus(cpu(child.pid(), 4));
            } catch (IOException ended) {
                // its parent has counted it by the next time
            }
        }
        return sum;
    }

    /** Its share of the memory: what it shares with others is divided among them. */
    static long proportionalBytes(long pid) throws IOException {
        return bytes(pid, "smaps_rollup", "Pss:");
    }

    /** @param fields 2 for user and system time, 4 for that of children that have ended, too */
    private static Duration cpu(long pid, int fields) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // field 2 is the command in brackets and may hold spaces; utime, stime, cutime and cstime are fields 14 to 17
        String[] afterCommand = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 11; field < 11 + fields; field++) {
            ticks += Long.parseLong(afterCommand[field]);
        }
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }

    private static long bytes(long pid, String file, String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), file)).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no " + field + " of process " + pid));
    }

    Duration cpuSince(ProcessUsage earlier) {
        return cpu.minus(earlier.cpu);
    }
}
