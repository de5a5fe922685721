package io.greenlang.patroni.monitor.source.postgres;

import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The moment until which one question has to be answered, whatever it is made of. */
record Deadline(InstantSource clock, Instant end) {

    static Deadline after(Duration timeout, InstantSource clock) {
        return new Deadline(clock, clock.instant().plus(timeout));
    }

    boolean isOver() {
        return !clock.instant().isBefore(end);
    }

    /**
     * What is left, at least one millisecond: JDBC takes 0 for "for ever".
     *
     * @throws SQLTimeoutException when nothing is left
     */
    int millisLeft() throws SQLTimeoutException {
        long left = Duration.between(clock.instant(), end).toMillis();
        if (left <= 0) {
            throw new SQLTimeoutException("no time left to ask");
        }
        return Math.toIntExact(Math.min(left, Integer.MAX_VALUE));
    }
}
