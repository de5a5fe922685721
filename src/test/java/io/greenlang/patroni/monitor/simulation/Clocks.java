package io.greenlang.patroni.monitor.simulation;

import java.time.Duration;
import java.time.Instant;

/** What time it is, and for whom. */
final class Clocks {
    /**
     * True: the daemon measures all time by a ticker that nobody moves, and corrects what a member stamped by that member's
     * offset, to the second. False: it believes every clock.
     */
    private static final boolean CORRECTED = true;

    private static final Duration HOUR = Duration.ofHours(1);

    private final Scenario scenario;
    private int round;

    Clocks(Scenario scenario) {
        this.scenario = scenario;
    }

    void advanceTo(int newRound) {
        round = newRound;
    }

    /** The daemon's "now". */
    Instant monitor(Instant truly) {
        return monitor(truly, round);
    }

    /** The same when its clock has been moved for the next round, and that has not begun. */
    Instant monitorBeforeTheNextRound(Instant truly) {
        return monitor(truly, round + 1);
    }

    private Instant monitor(Instant truly, int inRound) {
        return CORRECTED
                ? truly
                : scenario.steps().stream()
                        .filter(step -> step.isActive(inRound))
                        .map(step -> jump(step.fault().trouble()))
                        .reduce(truly, Instant::plus, (one, other) -> other);
    }

    private static Duration jump(Trouble trouble) {
        return switch (trouble) {
            case MONITOR_CLOCK_AHEAD -> Duration.ofMinutes(2);
            case MONITOR_CLOCK_BEHIND -> HOUR.negated();
            default -> Duration.ZERO;
        };
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
