package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.correlate.Round.at;
import static io.greenlang.patroni.monitor.model.Certainty.NO;
import static io.greenlang.patroni.monitor.model.Certainty.UNKNOWN;
import static io.greenlang.patroni.monitor.model.Certainty.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LeaderlessTimeTest {
    private final LeaderlessTime time = new LeaderlessTime();

    @ParameterizedTest
    @MethodSource
    void addsUpRoundsOfFiveSeconds(int seconds, Certainty... rounds) {
        Duration total = Duration.ZERO;
        for (int i = 0; i < rounds.length; i++) {
            total = time.add(at(i * 5), rounds[i]);
        }

        assertThat(total).isEqualTo(Duration.ofSeconds(seconds));
    }

    static Stream<Arguments> addsUpRoundsOfFiveSeconds() {
        return Stream.of(
                rounds(0, YES),
                rounds(0, NO),
                rounds(0, YES, YES, YES),
                rounds(5, NO, NO),
                rounds(10, YES, NO, YES),
                rounds(20, YES, NO, NO, NO, YES, YES),
                rounds(20, YES, NO, YES, NO, YES),
                rounds(5, YES, NO, UNKNOWN, NO),
                rounds(0, YES, UNKNOWN, UNKNOWN, YES),
                rounds(5, UNKNOWN, NO, YES),
                rounds(0, UNKNOWN, NO, UNKNOWN));
    }

    @Test
    void isNotTurnedBackByTheClock() {
        time.add(at(0), NO);
        time.add(at(10), NO);

        assertThat(time.add(at(5), NO)).isEqualTo(Duration.ofSeconds(10));
        assertThat(time.add(at(8), YES)).isEqualTo(Duration.ofSeconds(13));
    }

    private static Arguments rounds(int seconds, Certainty... rounds) {
        return Arguments.of(seconds, rounds);
    }
}
