package io.greenlang.patroni.monitor.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClockOffset;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostClockTest {
    private static final Instant ASKED = Instant.parse("2026-11-22T12:00:00.400Z");
    private static final Duration TOOK = Duration.ofMillis(20);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HostClock clock = new HostClock();

    @ParameterizedTest
    @CsvSource({"0, 0", "900, 0", "-900, 0", "1100, 1100", "-1100, -1100", "3600000, 3600000", "-3600000, -3600000"})
    void learnsFromAnExactStampInTheMiddleOfTheQuestion(long aheadMillis, long learnedMillis) {
        Instant stamp = ASKED.plus(TOOK.dividedBy(2)).plusMillis(aheadMillis);

        assertThat(clock.learn(stamp, Duration.ZERO, ASKED, ASKED.plus(TOOK)))
                .isEqualTo(new ClockOffset(Duration.ofMillis(learnedMillis)));
        assertThat(clock.offset()).isEqualTo(new ClockOffset(Duration.ofMillis(learnedMillis)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void ignoresAStampThatNoClockShows(String stamp) {
        clock.learn(ASKED.plusSeconds(60), Duration.ZERO, ASKED, ASKED);

        assertThat(clock.learn(Instant.parse(stamp), SECOND, ASKED, ASKED.plus(TOOK)))
                .isEqualTo(new ClockOffset(Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-7200_300, -60_000, -1_500, -500, 0, 300, 1_000, 4_900, 3_600_000})
    void staysWhereItIsHoweverTheSecondsFall(long aheadMillis) {
        SplittableRandom random = new SplittableRandom(7);
        ClockOffset first = learnBySeconds(ASKED, aheadMillis, random);

        for (int round = 0; round < 500; round++) {
            Instant asked = ASKED.plusMillis(1000L * round + random.nextInt(1000));
            assertThat(learnBySeconds(asked, aheadMillis, random)).isEqualTo(first);
        }
        assertThat(first.ahead().minusMillis(aheadMillis).abs()).isLessThanOrEqualTo(Duration.ofMillis(1600));
    }

    @Test
    void followsAClockThatIsSet() {
        SplittableRandom random = new SplittableRandom(7);
        learnBySeconds(ASKED, 3_600_000, random);

        assertThat(learnBySeconds(ASKED.plusSeconds(5), 0, random).ahead().abs())
                .isLessThan(SECOND);
    }

    @Test
    void makesNothingOfAnAnswerThatTookLong() {
        Instant received = ASKED.plusSeconds(10);

        assertThat(clock.learn(ASKED.plusSeconds(2), SECOND, ASKED, received)).isEqualTo(ClockOffset.NONE);
    }

    private ClockOffset learnBySeconds(Instant asked, long aheadMillis, SplittableRandom random) {
        Duration took = Duration.ofMillis(1 + random.nextInt(200));
        Instant made = asked.plus(took.multipliedBy(random.nextInt(100)).dividedBy(100));
        Instant stamp = made.plusMillis(aheadMillis).truncatedTo(ChronoUnit.SECONDS);
        return clock.learn(stamp, SECOND, asked, asked.plus(took));
    }
}
