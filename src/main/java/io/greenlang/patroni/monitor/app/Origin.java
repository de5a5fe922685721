package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Where a report comes from, and in one line what that means.
 *
 * @param source the word in JSON
 * @param asked null for a direct look
 * @param because why a direct look was taken; empty when it was wanted
 */
record Origin(String source, @Nullable Instant asked, String because) {
    static final String MONITOR = "monitor";
    static final String DIRECT = "direct";

    private static final String NO_MEMORY = "No monitor was asked: this look has no memory of members that left";

    /** @param now for the age of the report */
    static Origin monitor(Instant now) {
        return new Origin(MONITOR, now, "");
    }

    /** @param because why no monitor was asked; empty when that was wanted */
    static Origin direct(String because) {
        return new Origin(DIRECT, null, because);
    }

    String line(MonitorReport report) {
        if (asked == null) {
            return because.isEmpty() ? NO_MEMORY : NO_MEMORY + " (" + because + ")";
        }
        Duration oldest = report.clusters().stream()
                .flatMap(cluster -> cluster.snapshot().stream())
                .map(snapshot -> Duration.between(snapshot.at(), asked))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        long seconds = Math.max(oldest.toSeconds(), 0);
        return report.clusters().size() > 1
                ? "From the monitor; the oldest poll is %d s old".formatted(seconds)
                : "From the monitor; polled %d s ago".formatted(seconds);
    }
}
