package io.greenlang.patroni.monitor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusDurationTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.25S, 250ms",
        "PT1.5S, 1500ms",
        "PT45S, 45s",
        "PT1M, 1m",
        "PT1M30S, 90s",
        "PT30M, 30m",
        "PT1H, 1h",
        "PT1H30M, 90m",
        "P2D, 48h",
    })
    void isWholeInTheLargestUnit(Duration duration, String text) {
        assertThat(PrometheusDuration.of(duration)).isEqualTo(text);
    }
}
