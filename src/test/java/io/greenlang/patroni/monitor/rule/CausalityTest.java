package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.Causality.Inhibition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CausalityTest {
    static List<Inhibition> inhibitions() {
        return Causality.inhibitions();
    }

    @ParameterizedTest
    @MethodSource("inhibitions")
    void neverSilencesACauseByItself(Inhibition inhibition) {
        assertThat(inhibition.effects()).isNotEmpty().doesNotHaveDuplicates().doesNotContain(inhibition.cause());
    }

    @ParameterizedTest
    @MethodSource("inhibitions")
    void neverSilencesSplitBrainNorTheWatchdogNorABlindMonitor(Inhibition inhibition) {
        assertThat(inhibition.effects())
                .doesNotContain(LeaderRules.SPLIT_BRAIN, MonitorRules.WATCHDOG, MonitorRules.POLL_FAILING);
    }

    /** Two that silence each other at the same subject would both be silent. */
    @Test
    void hasNoTwoCausesThatSilenceEachOther() {
        assertThat(Causality.inhibitions())
                .allSatisfy(one -> assertThat(one.effects())
                        .noneMatch(effect -> Causality.inhibitions().stream()
                                .filter(other -> other.cause() == effect)
                                .anyMatch(other -> other.effects().contains(one.cause()))));
    }

    @ParameterizedTest
    @MethodSource("inhibitions")
    void hasACauseOfASeverityThatItsRuleKnows(Inhibition inhibition) {
        assertThat(inhibition.severity() == null
                        || inhibition.cause().severities().contains(inhibition.severity()))
                .isTrue();
    }

    @Test
    void leavesAnOutageLoudInMaintenance() {
        assertThat(Catalogue.rules())
                .filteredOn(Causality::isMeaninglessInMaintenance)
                .doesNotContain(
                        LeaderRules.SPLIT_BRAIN,
                        LeaderRules.NO_LEADER,
                        MemberRules.CLUSTER_BLIND,
                        CapacityRules.DISK_USAGE,
                        CapacityRules.CONNECTION_USAGE,
                        ReadinessRules.SYNC_STANDBY_MISSING,
                        MaintenanceRules.PAUSED)
                .contains(MemberRules.MEMBER_DOWN, LeaderRules.FAILOVERS);
    }
}
