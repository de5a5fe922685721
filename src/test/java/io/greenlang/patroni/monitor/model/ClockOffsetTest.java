package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {
    private static final Instant OURS = Instant.parse("2026-07-20T03:12:55Z");
    private static final ClockOffset HOUR_AHEAD = new ClockOffset(Duration.ofHours(1));

    @Test
    void tellsOneClocksTimeByTheOther() {
        assertThat(HOUR_AHEAD.shows(OURS)).isEqualTo("2026-07-20T04:12:55Z");
        assertThat(HOUR_AHEAD.when(HOUR_AHEAD.shows(OURS))).isEqualTo(OURS);
    }

    @Test
    void leavesATimeAloneThatCannotBeMoved() {
        assertThat(HOUR_AHEAD.shows(Instant.MAX)).isEqualTo(Instant.MAX);
        assertThat(HOUR_AHEAD.when(Instant.MIN)).isEqualTo(Instant.MIN);
    }
}
