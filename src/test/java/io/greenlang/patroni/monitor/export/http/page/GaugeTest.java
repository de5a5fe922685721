package io.greenlang.patroni.monitor.export.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.trend.Figure;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaugeTest {
    @ParameterizedTest
    @CsvSource({
        "LAG, 0, 10 s, 0.0 s",
        "LAG, 10, 10 s, 10.0 s",
        "LAG, 26, 30 s, 26.0 s",
        "LAG, 95, 2 min, 1 min",
        "LAG, 86401, 2 d, 1 d",
        "LAG, 1e9, 11575 d, 11574 d 1 h",
        "CONNECTIONS, 0.123, 100 %, 12 %",
        "CONNECTIONS, 1.03, 103 %, 103 %",
        "WAL, 0, 64.0 KiB/s, 0 B/s",
        "WAL, 65537, 128 KiB/s, 64.0 KiB/s",
        "WAL, 20000000, 32.0 MiB/s, 19.1 MiB/s",
        "DISK, 0.999, 100 %, 100 %"
    })
    void hasAScaleAndAUnit(Figure figure, double value, String top, String text) {
        Gauge gauge = gauge(figure);

        assertThat(gauge.round(gauge.top(value))).isEqualTo(top);
        assertThat(gauge.text(value)).isEqualTo(text);
    }

    @Test
    void hasTheLimitsOfTheRulesInItsUnit() {
        assertThat(gauge(Figure.LAG).warning()).hasValue(30);
        assertThat(gauge(Figure.LAG).critical()).hasValue(60);
        assertThat(gauge(Figure.CONNECTIONS).warning()).hasValue(0.8);
        assertThat(gauge(Figure.DISK).critical()).hasValue(0.85);
        assertThat(gauge(Figure.WAL).warning()).isEmpty();
    }

    @Test
    void writesNumbersTheSameEverywhere() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertThat(gauge(Figure.DISK).text(0.5)).isEqualTo("50 %");
            assertThat(gauge(Figure.WAL).text(1_500_000)).isEqualTo("1.4 MiB/s");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Gauge gauge(Figure figure) {
        return Gauge.of(figure, Snapshots.config().thresholds());
    }
}
