package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskGrowthTest {
    private static final long MIB = 1 << 20;

    private final DiskGrowth growth = new DiskGrowth();

    @Test
    void forecastsFromSteadyGrowth() {
        everyMinute(0, 30, minute -> minute * 60L * MIB);

        assertThat(growth.fills(7200 * MIB)).contains(Duration.ofHours(2));
        assertThat(growth.fills(0)).contains(Duration.ZERO);
    }

    @Test
    void needsAQuarterOfAnHour() {
        everyMinute(0, 14, minute -> minute * MIB);
        assertThat(growth.fills(100 * MIB)).isEmpty();

        everyMinute(15, 15, minute -> minute * MIB);
        assertThat(growth.fills(100 * MIB)).contains(Duration.ofMinutes(100));
    }

    @Test
    void knowsNothingWithoutReadings() {
        assertThat(growth.fills(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -100})
    void saysNothingOfWhatDoesNotGrow(long mebibytesAMinute) {
        everyMinute(0, 60, minute -> (1000 + minute * mebibytesAMinute) * MIB);

        assertThat(growth.fills(MIB)).isEmpty();
    }

    @Test
    void isNotAlarmedByAFileThatWasCopiedThereOnce() {
        everyMinute(0, 60, minute -> minute < 50 ? 0 : 500 * MIB);

        assertThat(growth.fills(100 * MIB)).isEmpty();
    }

    @Test
    void isNotAlarmedByASortThatSpillsForSomeMinutes() {
        everyMinute(0, 60, minute -> minute >= 55 ? 800 * MIB : 0);

        assertThat(growth.fills(100 * MIB)).isEmpty();
    }

    @Test
    void seesGrowthBeneathWalThatComesAndGoes() {
        everyMinute(0, 60, minute -> (minute * 6L + minute % 5 * 16L) * MIB);

        assertThat(growth.fills(6 * 60 * MIB).orElseThrow()).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(70));
    }

    @Test
    void forgetsWhatIsOlderThanAnHour() {
        everyMinute(0, 60, minute -> minute * MIB);
        everyMinute(61, 125, minute -> 60 * MIB);

        assertThat(growth.fills(MIB)).isEmpty();
    }

    @Test
    void doesNotForecastBeyondAMonth() {
        everyMinute(0, 60, minute -> minute * MIB);
        long aMonth = 30L * 24 * 60 * MIB;

        assertThat(growth.fills(aMonth)).contains(Duration.ofDays(30));
        assertThat(growth.fills(aMonth + MIB)).isEmpty();
    }

    @Test
    void doesNotCountTheSameReadingTwiceNorOnesOfEverySecond() {
        for (int second = 0; second <= 1800; second++) {
            growth.read(at(second), second * MIB);
            growth.read(at(second), second * MIB);
        }

        assertThat(growth.fills(3600 * MIB)).isEqualTo(Optional.of(Duration.ofHours(1)));
    }

    private void everyMinute(int from, int to, IntToLongFunction used) {
        for (int minute = from; minute <= to; minute++) {
            growth.read(at(minute * 60.0), used.applyAsLong(minute));
        }
    }
}
