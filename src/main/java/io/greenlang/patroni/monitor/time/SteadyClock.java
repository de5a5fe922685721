package io.greenlang.patroni.monitor.time;

import io.greenlang.patroni.monitor.model.ClockOffset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The one clock of the process: the wall time at its start, and what has truly passed since. Differences between its
 * instants are elapsed time, whatever becomes of the wall clock. It stands still while the machine is suspended. Safe for
 * concurrent use.
 */
public final class SteadyClock extends Clock {
    /** The wall clock is followed in steps, so that a time that is shown does not change with every look at it. */
    private static final Duration STEP = Duration.ofSeconds(1);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final Instant start;
    private final long startNanos;
    private volatile ClockOffset wallTime = ClockOffset.NONE;

    /**
     * @param wall the clock that people go by, and that may be set
     * @param nanos of a clock that only runs
     */
    public SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.start = wall.instant();
        this.startNanos = nanos.getAsLong();
    }

    /** A clock that begins now. */
    public static SteadyClock start() {
        return new SteadyClock(InstantSource.system(), System::nanoTime);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }

    /** How far the wall clock is from this one now, to a second: for times that leave the process, or come in. */
    public ClockOffset wallTime() {
        Duration ahead = Duration.between(instant(), wall.instant());
        ClockOffset known = wallTime;
        if (ahead.minus(known.ahead()).abs().compareTo(STEP) >= 0) {
            known = new ClockOffset(ahead);
            wallTime = known;
        }
        return known;
    }

    /** The same of any clock. One that is not steady is the wall clock. */
    public static ClockOffset wallTimeOf(InstantSource clock) {
        return clock instanceof SteadyClock steady ? steady.wallTime() : ClockOffset.NONE;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock is for instants");
    }
}
