package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockRulesTest {
    @ParameterizedTest
    @CsvSource({
        "0, clear",
        "5000, clear",
        "5001, holds",
        "3600000, holds",
        "-5000, clear",
        "-5001, holds",
        "-3600000, holds",
        "99999999999999, holds",
        "-99999999999999, holds"
    })
    void warnsAboveFiveSecondsOnEitherSide(long aheadMillis, String warning) {
        assertThat(Verdicts.warning(ClockRules.CLOCK_SKEW, "node2", skewed(aheadMillis, "node2")))
                .isEqualTo(warning);
    }

    @Test
    void saysWhoseClockItIs() {
        assertThat(Verdicts.holding(ClockRules.CLOCK_SKEW, Severity.WARNING, "node2", skewed(-65_000, "node2")))
                .isEqualTo(new Verdict.Holds(
                        65.0, "The clock of node2 of greenlang-cluster is 1 min behind the monitor's."));
    }

    @Test
    void suspectsTheMonitorWhereMostClocksAreOffByTheSame() {
        Snapshots most = skewed(3_600_000, "node1").member("node3", m -> m.clockAhead(Duration.ofSeconds(3604)));

        assertThat(Verdicts.holding(ClockRules.CLOCK_SKEW, Severity.WARNING, "node1", most)
                        .description())
                .isEqualTo("The clock of node1 of greenlang-cluster is 1 h ahead of the monitor's, as are 2 of 3:"
                        + " check the monitor's own clock first.");
        assertThat(Verdicts.holding(
                                ClockRules.CLOCK_SKEW,
                                Severity.WARNING,
                                "node1",
                                skewed(3_600_000, "node1").member("node3", m -> m.clockAhead(Duration.ofSeconds(3606))))
                        .description())
                .isEqualTo("The clock of node1 of greenlang-cluster is 1 h ahead of the monitor's.");
    }

    @Test
    void measuresAgainstTheWallClock() {
        Snapshots moved = skewed(0, "node2").wall(new ClockOffset(Duration.ofHours(1)));

        assertThat(Verdicts.holding(ClockRules.CLOCK_SKEW, Severity.WARNING, "node2", moved))
                .isEqualTo(new Verdict.Holds(
                        3600.0,
                        "The clock of node2 of greenlang-cluster is 1 h behind the monitor's, as are 3 of 3:"
                                + " check the monitor's own clock first."));
    }

    @Test
    void doesNotKnowTheClockOfAMemberThatDoesNotAnswer() {
        assertThat(Verdicts.warning(
                        ClockRules.CLOCK_SKEW, "node2", Snapshots.healthy().member("node2", m -> m.clockAhead(null))))
                .as("it answers and does not tell")
                .isEqualTo("none");
        assertThat(Verdicts.warning(
                        ClockRules.CLOCK_SKEW,
                        "node2",
                        Snapshots.healthy().member("node2", m -> m.unreadable(FailureKind.TIMEOUT))))
                .isEqualTo("unknown");
    }

    private static Snapshots skewed(long aheadMillis, String member) {
        return Snapshots.healthy().member(member, m -> m.clockAhead(Duration.ofMillis(aheadMillis)));
    }
}
