package io.greenlang.patroni.monitor.rule;

import java.time.Duration;

/** Durations as people say them. */
final class Spoken {
    private Spoken() {}

    /** Such as {@code 40 s}, {@code 4 min}, {@code 2 h 1 min}, {@code 3 d 4 h}. */
    static String of(Duration duration) {
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + " s";
        }
        if (duration.toHours() < 1) {
            return duration.toMinutes() + " min";
        }
        if (duration.toDays() < 1) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        return two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String two(long large, String unit, int small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
