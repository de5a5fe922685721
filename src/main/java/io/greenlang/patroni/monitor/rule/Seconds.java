package io.greenlang.patroni.monitor.rule;

import java.time.Duration;

/** A duration as the value of a rule. */
final class Seconds {
    private static final double NANOS = 1e9;

    private Seconds() {}

    /** Of any length: a node may tell one that does not fit into nanoseconds. */
    static double of(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS;
    }
}
