package io.greenlang.patroni.monitor.config;

/** How the limits of a rule are written below {@code thresholds}. */
public enum LimitKind {
    /** A number of seconds to exceed. */
    SECONDS,
    /** A size to exceed. */
    BYTES,
    /** 0 to 100, to exceed. */
    PERCENT,
    /** Percent to exceed of something that may become more than the whole. */
    PERCENT_OF_AGE,
    /** A whole number to exceed. */
    COUNT,
    /** {@code on}, and nothing to exceed. */
    PRESENCE,
    /** How long the condition may last; there is no {@code for}. */
    AGE,
    /** A time that is left: the critical limit is the shorter one. */
    TIME_LEFT
}
