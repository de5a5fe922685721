package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.util.Locale;

/** Quantities as people read them at a glance: at most four digits, and always a unit. */
public final class Figures {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Figures() {}

    /** Such as {@code 0 B}, {@code 512 KiB}, {@code 16.0 MiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = 0;
        while (Math.round(value) >= 1024 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        String format = value < 99.95 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, SIZES[unit]);
    }

    /** Such as {@code 4 ms}, {@code 999 ms}, {@code 1.2 s}. */
    public static String shortTime(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(1)) < 0
                ? Math.max(0, duration.toMillis()) + " ms"
                : time(duration);
    }

    /** Such as {@code 0.4 s}, {@code 59.9 s}, {@code 5 min}, {@code 2 h 10 min}, {@code 3 d 4 h}. Negative counts as zero. */
    public static String time(Duration duration) {
        Duration time = duration.isNegative() ? Duration.ZERO : duration;
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            long tenths = time.toMillis() / 100;
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        if (time.compareTo(Duration.ofHours(1)) < 0) {
            return time.toMinutes() + " min";
        }
        return time.compareTo(Duration.ofDays(1)) < 0
                ? both(time.toHours(), "h", time.toMinutesPart(), "min")
                : both(time.toDays(), "d", time.toHoursPart(), "h");
    }

    /** An upper bound, rounded up: {@code 12.4 s}, {@code 1 min 59 s}, {@code 2 h 3 min}. */
    public static String atMost(double seconds) {
        long tenths = (long) Math.ceil(seconds * 10 - 1e-6);
        if (tenths < 600) {
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        long whole = (tenths + 9) / 10;
        if (whole < 3_600) {
            return both(whole / 60, "min", (int) (whole % 60), "s");
        }
        long minutes = (whole + 59) / 60;
        return both(minutes / 60, "h", (int) (minutes % 60), "min");
    }

    private static String both(long big, String bigUnit, int small, String smallUnit) {
        return big + " " + bigUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** An age, in whole seconds while it is short: tenths of it mean nothing by the time they are read. */
    public static String age(Duration duration) {
        return duration.compareTo(Duration.ofMinutes(1)) < 0
                ? Math.max(0, duration.toSeconds()) + " s"
                : time(duration);
    }

    /** Such as {@code 0.0 s, 0 B} or {@code at least 3.2 s, 16.0 MiB}. */
    public static String lag(ReplicationLag.Known lag) {
        return (lag.atLeast() ? "at least " : "") + time(lag.time()) + ", " + bytes(lag.bytes());
    }
}
