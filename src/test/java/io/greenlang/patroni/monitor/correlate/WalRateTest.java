package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WalRateTest {
    private final WalRate rate = new WalRate();

    @Test
    void isUnknownUntilTheLeaderWasWatchedForAMinute() {
        assertThat(written(0, 1_000)).isNull();
        assertThat(written(55, 56_000)).isNull();
        assertThat(written(60, 61_000)).isEqualTo(1_000);
    }

    @Test
    void isZeroForAnIdleLeader() {
        written(0, 1_000);

        assertThat(written(120, 1_000)).isZero();
    }

    @Test
    void forgetsWhatIsOlderThanTenMinutes() {
        for (int second = 0; second <= 600; second += 5) {
            written(second, 1_000_000 + second * 100L);
        }
        for (int second = 605; second <= 1200; second += 5) {
            written(second, 1_060_000);
        }

        assertThat(written(1205, 1_060_000)).isZero();
    }

    @Test
    void startsAfreshAfterARestoreAndWhenTheClockWasSetBack() {
        written(0, 5_000_000);
        written(100, 6_000_000);

        assertThat(written(105, 1_000)).isNull();
        assertThat(written(50, 2_000)).isNull();
        assertThat(written(111, 63_000)).isEqualTo(1_000);
    }

    @Test
    void goesOnWithTheNextLeader() {
        written(0, 1_000);
        rate.measure(Round.of(50, Member.primary("n2", 2, 51_000)).seen(), leader("n2"));

        assertThat(rate.measure(Round.of(100, Member.primary("n2", 2, 101_000)).seen(), leader("n2")))
                .isEqualTo(1_000);
    }

    @Test
    void isUnknownWithoutALeaderThatAnswers() {
        written(0, 1_000);

        assertThat(rate.measure(Round.of(100, Member.primary("n1", 1, 9)).seen(), leader(null)))
                .isNull();
        assertThat(rate.measure(
                        Round.of(100, Member.primary("n1", 1, 9).postgresFails(FailureKind.TIMEOUT))
                                .seen(),
                        leader("n1")))
                .isNull();
    }

    private Long written(int second, long position) {
        return rate.measure(Round.of(second, Member.primary("n1", 1, position)).seen(), leader("n1"));
    }

    private static Leadership leader(String name) {
        return new Leadership(name, Certainty.YES, Set.of(), Division.NONE, 1, false);
    }
}
