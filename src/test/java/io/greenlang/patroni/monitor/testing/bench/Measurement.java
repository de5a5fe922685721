package io.greenlang.patroni.monitor.testing.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One row of the table.
 *
 * @param wanted empty where nothing is promised
 */
record Measurement(String what, String measured, String wanted) {
    static String table(List<Measurement> rows) {
        return rows.stream()
                .map(row -> "| %s | %s | %s |%n".formatted(row.what, row.measured, row.wanted))
                .collect(Collectors.joining("", "| what | measured | wanted |%n|---|---|---|%n".formatted(), ""));
    }

    static String millis(Duration time) {
        return decimal(time.toNanos() / 1e6) + " ms";
    }

    static String seconds(Duration time) {
        return decimal(time.toMillis() / 1e3) + " s";
    }

    static String mebibytes(long bytes) {
        return Math.round(bytes / (1024.0 * 1024)) + " MiB";
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
