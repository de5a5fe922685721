package io.greenlang.patroni.monitor.simulation;

import java.time.Duration;
import java.time.Instant;

/** What time it is, and for whom. */
final class Clocks {
    /**
     * True: the daemon measures all time by a ticker that nobody moves, and corrects what a member stamped by that member's
     * offset, to the second. False: it believes every clock.
     */
    private static final boolean CORRECTED = false;

    private static final Duration HOUR = Duration.ofHours(1);

    Duration monitorOffset = Duration.ZERO;

    /** The daemon's "now". */
    Instant monitor(Instant truly) {
        return CORRECTED ? truly : truly.plus(monitorOffset);
    }

    /** What the daemon takes for the time that a member stamped. */
    Instant stamp(Machine member, Instant truly) {
        return CORRECTED ? truly.plusMillis(member.index % 2 == 0 ? 500 : -500) : truly.plus(offset(member));
    }

    private static Duration offset(Machine member) {
        Duration ahead = member.has(Trouble.CLOCK_AHEAD) ? HOUR : Duration.ZERO;
        return member.has(Trouble.CLOCK_BEHIND) ? ahead.minus(HOUR) : ahead;
    }
}
