package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;

class MaintenanceRulesTest {
    @Test
    void knowsAPauseByTheDcsOrByAnyMember() {
        Snapshots byMember = Snapshots.healthy().dcsUnreadable().member("node3", m -> m.flags(Flag.PAUSE));

        assertThat(Verdicts.warning(
                        MaintenanceRules.PAUSED, null, Snapshots.healthy().paused()))
                .isEqualTo("holds");
        assertThat(Verdicts.holding(MaintenanceRules.PAUSED, Severity.CRITICAL, null, byMember))
                .isEqualTo(new Verdict.Holds(1.0, "greenlang-cluster is paused: Patroni would not fail over."));
        assertThat(Verdicts.warning(MaintenanceRules.PAUSED, null, Snapshots.healthy()))
                .isEqualTo("clear");
    }

    @Test
    void doesNotKnowAPauseWhenNobodyAnswers() {
        Snapshots membersOnly = Snapshots.healthy().dcsUnreadable();

        assertThat(Verdicts.critical(
                        MaintenanceRules.PAUSED, null, Snapshots.healthy().blind()))
                .isEqualTo("unknown");
        assertThat(Verdicts.critical(MaintenanceRules.PAUSED, null, membersOnly))
                .isEqualTo("clear");
    }

    @Test
    void knowsAPendingRestartOfEachMember() {
        Snapshots picture = Snapshots.healthy()
                .member("node2", m -> m.flags(Flag.PENDING_RESTART))
                .member("node3", m -> m.patroniFails(FailureKind.TIMEOUT));

        assertThat(Verdicts.holding(MaintenanceRules.PENDING_RESTART, Severity.WARNING, "node2", picture))
                .isEqualTo(new Verdict.Holds(
                        1.0, "node2 of greenlang-cluster waits for a restart to use its new settings."));
        assertThat(Verdicts.warning(MaintenanceRules.PENDING_RESTART, "node1", picture))
                .isEqualTo("clear");
        assertThat(Verdicts.warning(MaintenanceRules.PENDING_RESTART, "node3", picture))
                .isEqualTo("unknown");
    }
}
