package io.greenlang.patroni.monitor.model;

import java.time.Duration;

/**
 * How a member's clock differs from the wall clock of the monitor's host.
 *
 * @param ahead negative when the member's is behind
 */
public record ClockSkew(Duration ahead) {
    /** Below this nothing is wrong: half of it may be the measurement. */
    private static final Duration NOTABLE = Duration.ofSeconds(5);

    public boolean isNotable() {
        return size().compareTo(NOTABLE) > 0;
    }

    public Duration size() {
        return ahead.abs();
    }

    /** Such as {@code 1 h ahead of}. */
    public String words() {
        return Figures.time(size()) + (ahead.isNegative() ? " behind" : " ahead of");
    }
}
