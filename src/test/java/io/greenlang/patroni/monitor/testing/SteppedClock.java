package io.greenlang.patroni.monitor.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Another clock, moved forward as a test likes. */
public final class SteppedClock extends Clock {
    private final Clock base;
    private volatile Duration ahead = Duration.ZERO;

    public SteppedClock(Clock base) {
        this.base = base;
    }

    /** For one thread. */
    public void advance(Duration step) {
        ahead = ahead.plus(step);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
