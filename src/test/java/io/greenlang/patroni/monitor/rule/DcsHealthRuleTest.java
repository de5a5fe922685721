package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DcsHealthRuleTest {
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            SOUND, NO QUORUM, SILENT, WARNING, CRITICAL
            3,     0,         0,      clear,   clear
            2,     0,         1,      holds,   clear
            2,     1,         0,      holds,   clear
            1,     1,         1,      holds,   clear
            0,     1,         2,      holds,   holds
            0,     3,         0,      holds,   holds
            0,     0,         3,      holds,   holds
            """)
    void isLostWithoutAnEndpointThatIsSound(int sound, int withoutQuorum, int silent, String warning, String critical) {
        Snapshots picture = Snapshots.healthy().dcs(DcsStates.endpointsOnly(sound, withoutQuorum, silent));

        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, picture)).isEqualTo(warning);
        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, picture)).isEqualTo(critical);
    }

    @Test
    void namesTheEndpointAndWhatIsWrongWithIt() {
        Snapshots picture = Snapshots.healthy().dcs(DcsStates.endpointsOnly(1, 1, 1));

        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.WARNING, null, picture))
                .isEqualTo(
                        new Verdict.Holds(
                                2,
                                "2 of 3 endpoints of the DCS of greenlang-cluster fail: http://etcd-2:2379: knows no leader of the DCS; http://etcd-3:2379: refused: etcd: connection refused."));
    }

    @Test
    void saysWhetherItIsTheQuorumOrEverybody() {
        Snapshots quorum = Snapshots.healthy().dcs(DcsStates.endpointsOnly(0, 1, 2));
        Snapshots everybody = Snapshots.healthy().dcs(DcsStates.endpointsOnly(0, 0, 3));

        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.CRITICAL, null, quorum)
                        .description())
                .startsWith(
                        "The DCS of greenlang-cluster is lost: it has no quorum, so that Patroni can neither take nor"
                                + " keep the leader lock (");
        assertThat(Verdicts.holding(DcsHealthRule.UNHEALTHY, Severity.CRITICAL, null, everybody)
                        .description())
                .startsWith("The DCS of greenlang-cluster is lost: no endpoint answers, so that");
    }

    @Test
    void saysNothingOfADcsThatIsNotRead() {
        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, Snapshots.healthy()))
                .isEqualTo("clear");
        assertThat(Verdicts.critical(DcsHealthRule.UNHEALTHY, null, Snapshots.healthy()))
                .isEqualTo("clear");
    }

    @Test
    void isAboutTheDcsAndNotAboutTheWayThere() {
        Snapshots refused = Snapshots.healthy().dcs(DcsStates.keysFail(FailureKind.PERMISSION));
        Snapshots lost = Snapshots.healthy().dcs(DcsStates.endpointsOnly(0, 1, 2));

        assertThat(Verdicts.warning(DcsHealthRule.UNHEALTHY, null, refused)).isEqualTo("clear");
        assertThat(Verdicts.holding(VisibilityRules.SOURCE_UNREAD, Severity.WARNING, null, refused)
                        .description())
                .contains("The DCS has given no usable answer", "let the monitor's user read the namespace in the DCS");
        assertThat(Verdicts.warning(VisibilityRules.SOURCE_UNREAD, null, lost)).isEqualTo("clear");
    }
}
