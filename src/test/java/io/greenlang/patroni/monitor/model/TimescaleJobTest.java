package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.TimescaleSamples;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimescaleJobTest {
    /** An hour at least, the interval, a day at most. */
    @ParameterizedTest
    @CsvSource({
        "PT5M, PT1H, false",
        "PT5M, PT1H0.001S, true",
        "PT12H, PT12H, false",
        "PT12H, PT12H0.001S, true",
        "P7D, P1D, false",
        "P7D, P1DT0.001S, true",
        "PT5M, -PT2H, false",
    })
    void isOverdueAfterAWhile(Duration interval, Duration late, boolean overdue) {
        assertThat(TimescaleSamples.maintenance(interval, late).isOverdue()).isEqualTo(overdue);
    }

    @Test
    void isNotOverdueWhileNobodyKnowsWhenItStarts() {
        assertThat(TimescaleSamples.maintenance(Duration.ofMinutes(5), null).isOverdue())
                .isFalse();
    }

    @Test
    void isNotOverdueWhenItIsSwitchedOffOrFails() {
        Duration late = Duration.ofDays(9);

        assertThat(TimescaleSamples.compression(true, -1, 0, late).isOverdue()).isTrue();
        assertThat(TimescaleSamples.compression(false, -1, 0, late).isOverdue()).isFalse();
        assertThat(TimescaleSamples.compression(true, -1, 1, late).isOverdue()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, -1, 0, false",
        "true, -1, 1, true",
        "false, -1, 3, false",
        "false, 3, 2, false",
        "false, 3, 3, true",
        "false, 0, 3, false",
    })
    void failsUnlessItWasSwitchedOffByHand(boolean scheduled, int maxRetries, int failures, boolean failing) {
        assertThat(TimescaleSamples.compression(scheduled, maxRetries, failures, null)
                        .isFailing())
                .isEqualTo(failing);
    }
}
