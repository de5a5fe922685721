package io.greenlang.patroni.monitor.poll;

import java.time.Duration;
import java.util.Locale;

/** Durations in words. */
final class Durations {
    private Durations() {}

    /** Such as {@code 2.1 s}. */
    static String inSeconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
