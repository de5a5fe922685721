package io.greenlang.patroni.monitor.model;

/** Yes, no, or not to be known from what was read. */
public enum Certainty {
    YES,
    NO,
    UNKNOWN;

    public static Certainty of(boolean fact) {
        return fact ? YES : NO;
    }
}
