package io.greenlang.patroni.monitor.generate;

import java.time.Duration;

/** A duration as Prometheus writes it: {@code 0s}, {@code 90s}, {@code 4h}. */
final class PrometheusDuration {
    private PrometheusDuration() {}

    /** In the largest unit that it is whole in, up to hours. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }
}
