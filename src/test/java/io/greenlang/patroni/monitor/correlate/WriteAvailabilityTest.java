package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.model.Certainty.NO;
import static io.greenlang.patroni.monitor.model.Certainty.UNKNOWN;
import static io.greenlang.patroni.monitor.model.Certainty.YES;
import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WriteAvailabilityTest {
    private static final Duration FARTHEST = Duration.ofMinutes(1);

    private final WriteAvailability time = new WriteAvailability();

    @ParameterizedTest
    @MethodSource
    void addsUpRoundsOfFiveSeconds(int writable, int notWritable, int unobserved, Certainty... rounds) {
        for (int i = 0; i < rounds.length; i++) {
            add(at(i * 5), rounds[i]);
        }

        assertThat(time.total()).isEqualTo(seconds(writable, notWritable, unobserved));
    }

    static Stream<Arguments> addsUpRoundsOfFiveSeconds() {
        return Stream.of(
                rounds(0, 0, 0, YES),
                rounds(0, 0, 0, NO),
                rounds(10, 0, 0, YES, YES, YES),
                rounds(0, 5, 0, NO, NO),
                rounds(0, 10, 0, YES, NO, YES),
                rounds(5, 20, 0, YES, NO, NO, NO, YES, YES),
                rounds(0, 20, 0, YES, NO, YES, NO, YES),
                rounds(0, 5, 10, YES, NO, UNKNOWN, NO),
                rounds(0, 0, 15, YES, UNKNOWN, UNKNOWN, YES),
                rounds(0, 5, 5, UNKNOWN, NO, YES),
                rounds(0, 0, 10, UNKNOWN, NO, UNKNOWN));
    }

    @Test
    void isNotTurnedBackByTheClock() {
        add(at(0), NO);
        add(at(10), NO);

        assertThat(add(at(5), NO).notWritable()).isEqualTo(Duration.ofSeconds(10));
        assertThat(add(at(8), YES).notWritable()).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void claimsNothingForTheTimeBetweenRoundsThatAreFarApart() {
        add(at(0), YES);

        assertThat(add(at(61), YES)).isEqualTo(seconds(0, 0, 61));
    }

    @Test
    void countsARestartAsUnobserved() {
        time.restore(seconds(100, 20, 3), at(0));

        add(at(7), YES);
        assertThat(add(at(12), YES)).isEqualTo(seconds(105, 20, 10));
    }

    @Test
    void whatWasRestoredIsNotSinceTheStart() {
        assertThat(time.sinceStart()).isEqualTo(Availability.NONE);
        time.restore(seconds(100, 20, 3), at(0));
        assertThat(time.sinceStart()).isEqualTo(Availability.NONE);

        add(at(7), YES);
        add(at(12), YES);
        add(at(17), NO);
        assertThat(time.sinceStart()).isEqualTo(seconds(5, 5, 7));
    }

    private Availability add(Instant now, Certainty hasLeader) {
        return time.add(now, hasLeader, FARTHEST);
    }

    private static Availability seconds(int writable, int notWritable, int unobserved) {
        return new Availability(
                Duration.ofSeconds(writable), Duration.ofSeconds(notWritable), Duration.ofSeconds(unobserved));
    }

    private static Arguments rounds(int writable, int notWritable, int unobserved, Certainty... rounds) {
        return Arguments.of(writable, notWritable, unobserved, rounds);
    }
}
