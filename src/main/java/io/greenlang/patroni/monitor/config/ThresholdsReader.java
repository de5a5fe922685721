package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.Thresholds.BackupAges;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.config.Thresholds.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The block {@code thresholds} of a cluster. */
final class ThresholdsReader {
    private static final Format<Duration> TIME = Quantities.durationFrom(Duration.ZERO);
    private static final Format<Duration> WINDOW = Quantities.durationFrom(Duration.ofSeconds(1));

    private ThresholdsReader() {}

    static Thresholds read(Section thresholds) {
        Map<String, Limits> byRule = new HashMap<>();
        RuleLimits.BY_VALUE.forEach((rule, format) -> byRule.put(rule, byValue(thresholds.block(rule), format)));
        RuleLimits.BY_AGE.forEach(rule -> byRule.put(rule, byAge(thresholds.block(rule))));
        RuleLimits.BY_TIME_LEFT.forEach(rule -> byRule.put(rule, byTimeLeft(thresholds.block(rule))));
        return new Thresholds(
                byRule,
                thresholds.block("wal-archive-failures").read("window", WINDOW),
                thresholds.block("maintenance").read("window", TIME),
                backupAges(thresholds.block("backup-too-old")));
    }

    private static BackupAges backupAges(Section backups) {
        backups.requireOrder("any", "full", WINDOW);
        return new BackupAges(backups.read("full", WINDOW), backups.read("any", WINDOW));
    }

    private static Limits byValue(Section rule, Format<Double> format) {
        Duration pendingFor = rule.read("for", TIME);
        return limits(rule, format, value -> new Limit(value, pendingFor));
    }

    private static Limits byTimeLeft(Section rule) {
        rule.requireOrder("critical", "warning", TIME);
        Duration pendingFor = rule.read("for", TIME);
        Function<Duration, Limit> limit = left -> new Limit(left.toSeconds(), pendingFor);
        return new Limits(limit(rule, "warning", TIME, limit), limit(rule, "critical", TIME, limit));
    }

    private static Limits byAge(Section rule) {
        return limits(rule, TIME, age -> new Limit(0, age));
    }

    private static <T extends Comparable<T>> Limits limits(Section rule, Format<T> format, Function<T, Limit> limit) {
        if (rule.knows("warning") && rule.knows("critical")) {
            rule.requireOrder("warning", "critical", format);
        }
        return new Limits(limit(rule, "warning", format, limit), limit(rule, "critical", format, limit));
    }

    private static <T> @Nullable Limit limit(
            Section rule, String severity, Format<T> format, Function<T, Limit> limit) {
        return rule.knows(severity)
                ? rule.read(severity, format.orOff()).map(limit).orElse(null)
                : null;
    }
}
