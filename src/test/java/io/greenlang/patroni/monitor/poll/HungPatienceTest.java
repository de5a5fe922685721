package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HungPatienceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final HungPatience patience = new HungPatience(Duration.ofSeconds(5));

    @Test
    void waitsForNobodyAtFirst() {
        assertThat(patience.waitingUntil(START)).isNull();
    }

    @Test
    void doublesThePauseEachTimeUpToAMinute() {
        Instant now = START;
        for (long pause : new long[] {5, 10, 20, 40, 60, 60}) {
            patience.hung(now);
            assertThat(patience.waitingUntil(now.plusSeconds(pause).minusMillis(1)))
                    .isEqualTo(now.plusSeconds(pause));
            assertThat(patience.waitingUntil(now.plusSeconds(pause))).isNull();
            now = now.plusSeconds(pause);
        }
    }

    @Test
    void startsAnewAfterAnAnswer() {
        patience.hung(START);
        patience.hung(START.plusSeconds(5));
        patience.recovered();
        assertThat(patience.waitingUntil(START.plusSeconds(5))).isNull();
        patience.hung(START.plusSeconds(60));
        assertThat(patience.waitingUntil(START.plusSeconds(61))).isEqualTo(START.plusSeconds(65));
    }
}
