package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.Thresholds.BackupAges;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.config.Thresholds.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The block {@code thresholds} of a cluster: the limits of each rule by its key. Defaults: reference.conf. Immutable. */
final class ThresholdsReader {
    private static final Format<Double> SECONDS = Quantities.numberFromZero("seconds");
    private static final Format<Double> PERCENT = Quantities.percent();
    private static final Format<Double> PERCENT_OF_AGE = Quantities.numberFromZero("percent");
    private static final Format<Double> COUNT =
            Quantities.wholeNumber(0, 1_000_000).map(Integer::doubleValue);
    private static final Format<Double> PRESENCE = new Format<>("on", ThresholdsReader::presence);
    private static final Format<Duration> TIME = Quantities.durationFrom(Duration.ZERO);
    private static final Format<Duration> WINDOW = Quantities.durationFrom(Duration.ofSeconds(1));

    private final Map<String, LimitKind> rules;

    /** @param rules by their key */
    ThresholdsReader(Map<String, LimitKind> rules) {
        this.rules = Map.copyOf(rules);
    }

    Thresholds read(Section thresholds) {
        Map<String, Limits> byRule = new HashMap<>();
        rules.forEach((rule, kind) -> byRule.put(rule, limits(thresholds.block(rule), kind)));
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

    private static Limits limits(Section rule, LimitKind kind) {
        return switch (kind) {
            case SECONDS -> byValue(rule, SECONDS);
            case BYTES -> byValue(rule, Quantities.SIZE);
            case PERCENT -> byValue(rule, PERCENT);
            case PERCENT_OF_AGE -> byValue(rule, PERCENT_OF_AGE);
            case COUNT -> byValue(rule, COUNT);
            case PRESENCE -> byValue(rule, PRESENCE);
            case AGE -> byAge(rule);
            case TIME_LEFT -> byTimeLeft(rule);
        };
    }

    /** A condition that is just there or not exceeds 0. */
    private static double presence(String text) throws Refused {
        if (!Texts.SWITCH.parse(text)) {
            throw new Refused("is off");
        }
        return 0;
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
