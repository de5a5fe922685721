package io.greenlang.patroni.monitor.simulation;

import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random histories against every promise. When one is broken: the message has the seed, a scenario as small as it gets, ready
 * to become a test in {@link SeamsTest}, and what happened in it.
 */
class SimulationTest {
    private static final long HISTORIES = Long.getLong("simulation.histories", 2_000);
    private static final long FIRST = Long.getLong("simulation.first", 0);
    /** Of faults that need each other. */
    private static final long OF_EACH = 200;

    @Test
    void keepsEveryPromiseInRandomHistories() {
        Hunt.through(LongStream.range(FIRST, FIRST + HISTORIES)).ifPresent(found -> fail(found.words()));
    }

    @Test
    void keepsEveryPromiseWhenWritersFlickerAndLeadersDie() {
        keepsPromises(
                Trouble.PATRONI_KILLED,
                Trouble.PATRONI_HUNG,
                Trouble.SQL_FLICKERS,
                Trouble.REST_FLICKERS,
                Trouble.HOST_LOST,
                Trouble.POSTGRES_DOWN);
    }

    @Test
    void keepsEveryPromiseWhenClocksMove() {
        keepsPromises(
                Trouble.CLOCK_AHEAD,
                Trouble.CLOCK_BEHIND,
                Trouble.MONITOR_CLOCK_AHEAD,
                Trouble.MONITOR_CLOCK_BEHIND,
                Trouble.DCS_CUT,
                Trouble.DCS_DOWN);
    }

    @Test
    void keepsEveryPromiseWhenItCannotReadMuch() {
        keepsPromises(
                Trouble.LOGIN_REFUSED,
                Trouble.SQL_UNREADABLE,
                Trouble.REST_UNAUTHORIZED,
                Trouble.SQL_CUT,
                Trouble.REST_CUT,
                Trouble.SWITCHOVER);
    }

    @Test
    void keepsEveryPromiseWhenItIsRestarted() {
        keepsPromises(
                Trouble.MONITOR_RESTARTED,
                Trouble.PATRONI_KILLED,
                Trouble.HOST_LOST,
                Trouble.SQL_CUT,
                Trouble.DCS_DOWN,
                Trouble.SWITCHOVER);
    }

    private static void keepsPromises(Trouble... troubles) {
        Hunt.through(LongStream.range(0, OF_EACH), List.of(troubles), List.of())
                .ifPresent(found -> fail(found.words()));
    }
}
