package io.greenlang.patroni.monitor.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * How far another clock is from the daemon's own, by which every {@link Instant} of the model is. The other one is a
 * node's, or the wall clock that people and other programs go by.
 *
 * @param ahead negative when the other clock is behind
 */
public record ClockOffset(Duration ahead) {
    public static final ClockOffset NONE = new ClockOffset(Duration.ZERO);

    /** What the other clock shows at this moment of ours. */
    public Instant shows(Instant ours) {
        return moved(ours, ahead);
    }

    /** The moment of ours at which the other clock shows this. */
    public Instant when(Instant theirs) {
        return moved(theirs, ahead.negated());
    }

    /** A time that a node made up may lie at the end of what can be written down, and then stays there. */
    private static Instant moved(Instant moment, Duration by) {
        try {
            return moment.plus(by);
        } catch (DateTimeException | ArithmeticException e) {
            return moment;
        }
    }
}
