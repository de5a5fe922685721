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
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        // field 2 is the command in brackets and may hold spaces; utime and stime are fields 14 and 15
        String[] afterCommand = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(afterCommand[11]) + Long.parseLong(afterCommand[12]);
        return new ProcessUsage(Duration.ofMillis(ticks * TICK_MILLIS), resident(proc.resolve("status")));
    }

    private static long resident(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no VmRSS in " + status));
    }

    Duration cpuSince(ProcessUsage earlier) {
        return cpu.minus(earlier.cpu);
    }
}
