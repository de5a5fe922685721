package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When one severity of a rule fires, in the words that its page uses, too. */
final class LimitWords {
    private static final double MEBIBYTE = 1024 * 1024;

    private LimitWords() {}

    static String of(Rule rule, Limit limit) {
        String number = rule.hasNumericLimit() ? limit(rule.unit(), limit.value()) : "";
        String words = Stream.of(number, time(limit.pendingFor()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? "at once" : words;
    }

    private static String limit(Unit unit, double value) {
        return switch (unit) {
            case SECONDS -> "more than " + plain(value) + " s";
            case SECONDS_LEFT -> "less than " + left(Duration.ofSeconds((long) value));
            case BYTES -> "more than " + plain(value / MEBIBYTE) + " MiB";
            case PERCENT, PERCENT_OF_AGE -> "more than " + plain(value) + " %";
            case INTERVALS -> "more than " + plain(value) + " intervals";
            case COUNT, CONDITION, DURATION -> "more than " + plain(value);
        };
    }

    private static String left(Duration limit) {
        if (limit.equals(Duration.ofDays(limit.toDays()))) {
            return limit.toDays() + " d";
        }
        return limit.equals(Duration.ofHours(limit.toHours())) ? limit.toHours() + " h" : limit.toMinutes() + " min";
    }

    /** Empty for no time at all. */
    private static String time(Duration pendingFor) {
        if (pendingFor.isZero()) {
            return "";
        }
        if (pendingFor.toSeconds() % 60 != 0) {
            return "for " + pendingFor.toSeconds() + " s";
        }
        return pendingFor.toMinutes() % 60 == 0
                ? "for " + pendingFor.toHours() + " h"
                : "for " + pendingFor.toMinutes() + " min";
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
