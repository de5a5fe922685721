package io.greenlang.patroni.monitor.model;

import org.jspecify.annotations.Nullable;

/** Yes, no, or not to be known from what was read. */
public enum Certainty {
    YES,
    NO,
    UNKNOWN;

    public static Certainty of(boolean fact) {
        return fact ? YES : NO;
    }

    /** Null when it is unknown. */
    public @Nullable Boolean asBoolean() {
        return switch (this) {
            case YES -> Boolean.TRUE;
            case NO -> Boolean.FALSE;
            case UNKNOWN -> null;
        };
    }
}
