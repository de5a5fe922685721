package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PatroniStatus.PendingSetting;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaintenanceRulesTest {
    @Test
    void knowsAPauseByTheDcsOrByMostMembers() {
        Snapshots byOne = Snapshots.healthy().dcsUnreadable().member("node3", m -> m.flags(Flag.PAUSE));

        assertThat(Verdicts.warning(
                        MaintenanceRules.PAUSED, null, Snapshots.healthy().paused()))
                .isEqualTo("holds");
        assertThat(Verdicts.warning(MaintenanceRules.PAUSED, null, byOne))
                .as("one against two")
                .isEqualTo("clear");
        Snapshots byTwo = byOne.member("node1", m -> m.flags(Flag.PAUSE));
        assertThat(Verdicts.holding(MaintenanceRules.PAUSED, Severity.CRITICAL, null, byTwo))
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
    void saysWhyARestartIsPending() {
        Snapshots byPatroni = Snapshots.healthy()
                .member(
                        "node2",
                        m -> m.flags(Flag.PENDING_RESTART)
                                .pendingSettings(
                                        new PendingSetting("max_connections", "200", "300"),
                                        new PendingSetting("wal_level", null, null)));
        Snapshots byPostgres = Snapshots.healthy()
                .member(
                        "node2",
                        m -> m.flags(Flag.PENDING_RESTART)
                                .housekeeping(new Housekeeping(
                                        new Housekeeping.FreezeAge("shop", 1),
                                        new Housekeeping.FreezeAge("shop", 1),
                                        new Housekeeping.Checkpoints(1, 2, 3, 4, 5),
                                        null,
                                        List.of(new Housekeeping.Setting("shared_buffers", "16384", false, true)))));

        assertThat(Verdicts.holding(MaintenanceRules.PENDING_RESTART, Severity.WARNING, "node2", byPatroni)
                        .description())
                .endsWith("waits for a restart to use its new settings (max_connections: 200 to 300, wal_level).");
        assertThat(Verdicts.holding(MaintenanceRules.PENDING_RESTART, Severity.WARNING, "node2", byPostgres)
                        .description())
                .endsWith("waits for a restart to use its new settings (shared_buffers).");
    }

    @Test
    void knowsAPendingRestartOfEachMember() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node2", m -> m.flags(Flag.PENDING_RESTART))
                .member("node3", m -> m.patroniFails(FailureKind.TIMEOUT));

        assertThat(Verdicts.holding(MaintenanceRules.PENDING_RESTART, Severity.WARNING, "node2", snapshot))
                .isEqualTo(new Verdict.Holds(
                        1.0, "node2 of greenlang-cluster waits for a restart to use its new settings."));
        assertThat(Verdicts.warning(MaintenanceRules.PENDING_RESTART, "node1", snapshot))
                .isEqualTo("clear");
        assertThat(Verdicts.warning(MaintenanceRules.PENDING_RESTART, "node3", snapshot))
                .isEqualTo("unknown");
    }
}
