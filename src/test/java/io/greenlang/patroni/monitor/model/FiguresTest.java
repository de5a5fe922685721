package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "524288, 512 KiB",
        "1048575, 1.0 MiB",
        "16777216, 16.0 MiB",
        "104857599, 100 MiB",
        "1073741823, 1.0 GiB",
        "9223372036854775807, 8192 PiB",
    })
    void sizesHaveTheUnitInWhichTheyAreShortest(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0.0 s",
        "PT-5S, 0.0 s",
        "PT0.449S, 0.4 s",
        "PT59.999S, 59.9 s",
        "PT1M, 1 min",
        "PT59M59S, 59 min",
        "PT1H, 1 h",
        "PT2H10M, 2 h 10 min",
        "P1D, 1 d",
        "P3DT4H59M, 3 d 4 h",
    })
    void timesNeverLookLongerThanTheyAre(Duration time, String text) {
        assertThat(Figures.time(time)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT-1S, 0 s", "PT0.9S, 0 s", "PT59.9S, 59 s", "PT61S, 1 min"})
    void agesAreWholeSecondsWhileTheyAreShort(Duration age, String text) {
        assertThat(Figures.age(age)).isEqualTo(text);
    }

    @Test
    void lagSaysWhenItMayBeMore() {
        assertThat(Figures.lag(new ReplicationLag.Known(Duration.ofMillis(3250), 16_777_216, true)))
                .isEqualTo("at least 3.2 s, 16.0 MiB");
        assertThat(Figures.lag(new ReplicationLag.Known(Duration.ZERO, 0, false)))
                .isEqualTo("0.0 s, 0 B");
    }
}
