package io.greenlang.patroni.monitor.time;

import java.time.Instant;

/** Timestamps that another machine wrote. */
public final class Stamps {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    private Stamps() {}

    /** Some clock may show it. Of those that none does, no sum and no difference need be reckoned, which may overflow. */
    public static boolean isPlausible(Instant stamp) {
        return !stamp.isBefore(FIRST) && stamp.isBefore(LAST);
    }
}
