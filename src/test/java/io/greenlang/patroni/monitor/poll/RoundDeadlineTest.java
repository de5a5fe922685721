package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundDeadlineTest {
    private final SteppedClock clock =
            new SteppedClock(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({"1, 2, 3, 900", "2, 2, 3, 1800", "5, 2, 3, 4000", "60, 2, 3, 4000", "60, 2, 30, 30000"})
    void endsBeforeTheNextRoundAndNoLaterThanNeeded(int interval, int http, int sql, long millis) {
        assertThat(RoundDeadline.of(poll(interval, http, sql), clock).left()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void isLongerForTheFirstRoundWhateverTheInterval() {
        assertThat(RoundDeadline.ofFirst(poll(1, 2, 3), clock).left()).isEqualTo(Duration.ofSeconds(6));
        assertThat(RoundDeadline.ofFirst(poll(60, 2, 5), clock).left()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void cutsEveryPatienceToWhatIsLeft() {
        RoundDeadline deadline = RoundDeadline.of(poll(2, 2, 3), clock);
        assertThat(deadline.patience(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofMillis(1500));
        assertThat(deadline.patience(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(300));
        assertThat(deadline.isOver()).isFalse();
        clock.advance(Duration.ofMillis(290));
        assertThat(deadline.isOver()).as("10 ms are too little to ask").isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertThat(deadline.left()).isZero();
    }

    private static PollConfig poll(int interval, int http, int sql) {
        return Configs.poll(Duration.ofSeconds(interval), Duration.ofSeconds(http), Duration.ofSeconds(sql));
    }
}
