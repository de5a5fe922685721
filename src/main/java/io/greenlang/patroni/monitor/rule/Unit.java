package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Figures;
import java.time.Duration;
import java.util.Locale;

/** What a rule's value and its limits count. */
public enum Unit {
    SECONDS,
    /** Seconds that are left, negative when there are none: the condition holds below its limit. */
    SECONDS_LEFT,
    BYTES,
    /** 0 to 100, of a stated whole. */
    PERCENT,
    /** Of an age that is allowed; more than 100 is possible. */
    PERCENT_OF_AGE,
    COUNT,
    /** Poll intervals of the cluster. */
    INTERVALS,
    /** Holds or does not: the value is 1, the limit 0. */
    CONDITION,
    /** Holds or does not, and may for some time: the value is 1, the limit is the time after which it fires. */
    DURATION;

    /** Seconds below which tenths of them are told. */
    private static final double SHORT = 10;

    /** A value with its unit, for people. */
    String text(double value) {
        return switch (this) {
            case SECONDS ->
                value < SHORT
                        ? String.format(Locale.ROOT, "%.1f s", value)
                        : Spoken.of(Duration.ofSeconds((long) value));
            case SECONDS_LEFT -> Spoken.of(Duration.ofSeconds((long) Math.abs(value))) + (value < 0 ? " ago" : "");
            case BYTES -> Figures.bytes((long) value);
            case PERCENT, PERCENT_OF_AGE -> String.format(Locale.ROOT, "%.0f %%", value);
            case INTERVALS -> String.format(Locale.ROOT, "%.1f intervals", value);
            case COUNT, CONDITION, DURATION -> String.format(Locale.ROOT, "%.0f", value);
        };
    }
}
