package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DcsRulesTest {
    @ParameterizedTest
    @CsvSource({
        "15000, clear, clear",
        "15001, holds, clear",
        "30000, holds, clear",
        "30001, holds, holds",
        "-5000, clear, clear",
    })
    void measuresTheSilenceOfTheDcsAgainstTheTtlOf30Seconds(long millis, String warning, String critical) {
        Snapshots snapshot = Snapshots.healthy().member("node2", m -> m.dcsAge(Duration.ofMillis(millis)));

        assertThat(Verdicts.warning(DcsRules.DCS_STALE, "node2", snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(DcsRules.DCS_STALE, "node2", snapshot)).isEqualTo(critical);
    }

    @Test
    void saysHowLongTheDcsIsSilent() {
        Snapshots snapshot = Snapshots.healthy().member("node2", m -> m.dcsAge(Duration.ofSeconds(24)));

        assertThat(Verdicts.holding(DcsRules.DCS_STALE, Severity.WARNING, "node2", snapshot))
                .isEqualTo(
                        new Verdict.Holds(
                                80.0,
                                "node2 of greenlang-cluster has not reached the DCS for 24 s; at 30 s (ttl) the leader must step down."));
    }

    @Test
    void saysNothingAboutAPatroniThatDoesNotTell() {
        Snapshots silent = Snapshots.healthy().member("node2", m -> m.dcsAge(null));
        Snapshots failing = Snapshots.healthy().member("node2", m -> m.patroniFails(FailureKind.TIMEOUT));

        assertThat(Verdicts.warning(DcsRules.DCS_STALE, "node2", silent)).isEqualTo("none");
        assertThat(Verdicts.warning(DcsRules.DCS_STALE, "node2", failing)).isEqualTo("unknown");
    }

    @Test
    void believesAnyMemberAboutFailsafeMode() {
        Snapshots snapshot = Snapshots.healthy().member("node1", m -> m.flags(Flag.FAILSAFE_ACTIVE));

        assertThat(Verdicts.holding(DcsRules.FAILSAFE_ACTIVE, Severity.WARNING, null, snapshot))
                .isEqualTo(new Verdict.Holds(
                        1.0, "greenlang-cluster runs in failsafe mode, as node1 says: the DCS is out of reach."));
        assertThat(Verdicts.warning(DcsRules.FAILSAFE_ACTIVE, null, Snapshots.healthy()))
                .isEqualTo("clear");
    }

    @Test
    void doesNotKnowFailsafeModeWhenNoPatroniAnswers() {
        assertThat(Verdicts.warning(
                        DcsRules.FAILSAFE_ACTIVE, null, Snapshots.healthy().blind()))
                .isEqualTo("unknown");
    }
}
