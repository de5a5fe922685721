package io.greenlang.patroni.monitor.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClockOffset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
    private static final Instant START = Instant.parse("2026-07-20T03:12:55Z");

    private Instant wall = START;
    private long nanos = 77;
    private final SteadyClock clock = new SteadyClock(() -> wall, () -> nanos);

    @ParameterizedTest
    @ValueSource(longs = {-3600, 0, 120, 3600})
    void countsWhatHasPassedWhateverBecomesOfTheWallClock(long jump) {
        pass(Duration.ofSeconds(5));
        wall = wall.plusSeconds(jump);
        pass(Duration.ofSeconds(7));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(12));
        assertThat(clock.wallTime().shows(clock.instant())).isEqualTo(wall);
    }

    @Test
    void doesNotFollowTheWallClockByLessThanASecond() {
        wall = wall.plusMillis(999);
        assertThat(clock.wallTime()).isEqualTo(ClockOffset.NONE);

        wall = wall.plusMillis(1);
        assertThat(clock.wallTime()).isEqualTo(new ClockOffset(Duration.ofSeconds(1)));

        wall = wall.minusMillis(999);
        assertThat(clock.wallTime()).isEqualTo(new ClockOffset(Duration.ofSeconds(1)));

        wall = wall.minusMillis(1);
        assertThat(clock.wallTime()).isEqualTo(ClockOffset.NONE);
    }

    @Test
    void takesAnyOtherClockForTheWallClock() {
        assertThat(SteadyClock.wallTimeOf(Clock.systemUTC())).isEqualTo(ClockOffset.NONE);

        wall = wall.minusSeconds(3600);
        assertThat(SteadyClock.wallTimeOf(clock)).isEqualTo(new ClockOffset(Duration.ofHours(-1)));
    }

    @Test
    void beginsWithTheTimeOfDay() {
        SteadyClock now = SteadyClock.start();

        assertThat(Duration.between(now.instant(), Instant.now()).abs()).isLessThan(Duration.ofSeconds(10));
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        wall = wall.plus(time);
    }
}
