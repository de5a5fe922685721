package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.poll.HungPatience.Pause;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HungPatienceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final HungPatience patience = new HungPatience(Duration.ofSeconds(5));

    @Test
    void waitsForNobodyAtFirst() {
        assertThat(patience.pause(START)).isNull();
    }

    @Test
    void doublesThePauseEachTimeUpToAMinute() {
        Instant now = START;
        for (long pause : new long[] {5, 10, 20, 40, 60, 60}) {
            patience.hung(now);
            assertThat(patience.pause(now.plusSeconds(pause).minusMillis(1)))
                    .isEqualTo(new Pause(now, now.plusSeconds(pause)));
            assertThat(patience.pause(now.plusSeconds(pause))).isNull();
            now = now.plusSeconds(pause);
        }
    }

    @Test
    void takesARepeatedFailureForNoNews() {
        assertThat(patience.isNews(START)).isTrue();
        patience.hung(START);
        assertThat(patience.isNews(START)).isFalse();
        assertThat(patience.isNews(START.plusSeconds(6))).isTrue();
    }

    @Test
    void startsAnewAfterAnAnswer() {
        patience.hung(START);
        patience.hung(START.plusSeconds(5));
        patience.recovered();
        assertThat(patience.pause(START.plusSeconds(5))).isNull();
        patience.hung(START.plusSeconds(60));
        assertThat(patience.pause(START.plusSeconds(61)))
                .isEqualTo(new Pause(START.plusSeconds(60), START.plusSeconds(65)));
    }
}
