package io.greenlang.patroni.monitor.rule.checklist;

import io.greenlang.patroni.monitor.config.ChecklistConfig;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Reminder;
import java.util.List;

/** The runbook's checklist before maintenance. */
public final class Preflight {
    private static final List<Reminder> REMINDERS = List.of(
            new Reminder("notify-stakeholders", "Notify stakeholders"),
            new Reminder("prepare-rollback-plan", "Prepare rollback plan"),
            new Reminder("test-backup-storage", "Test connectivity to backup storage: pgbackrest check"));

    private Preflight() {}

    /** @throws IllegalArgumentException for a report without a snapshot: there is nothing to judge yet */
    public static Checklist of(ClusterReport report, ChecklistConfig limits) {
        ClusterSnapshot snapshot = Baseline.snapshotOf(report);
        ReplicationChecks replication = new ReplicationChecks(snapshot);
        OperationChecks operation = new OperationChecks(snapshot);
        return new Checklist(
                Kind.PREFLIGHT,
                report.cluster(),
                snapshot.wall().shows(snapshot.at()),
                List.of(
                        new Item("leader", "One member leads and accepts writes", replication.leader()),
                        new Item("replicas-healthy", "All replicas are healthy", replication.replicasHealthy()),
                        new Item(
                                "replication-lag",
                                "Replication lag is below " + Words.limit(limits.maxLag()),
                                replication.lagBelow(limits.maxLag())),
                        new Item(
                                "recent-backup",
                                "A recent backup is complete",
                                new RecoveryChecks(snapshot, limits).completedBackupAndNoneRuns()),
                        new Item("failover-candidate", "A replica could take over", replication.failoverCandidate()),
                        new Item("not-paused", "The cluster is not paused", operation.notPaused()),
                        new Item("nothing-scheduled", "Nothing is scheduled", operation.nothingScheduled()),
                        new Item("dcs", "All members see the same DCS", operation.dcs()),
                        new Item(
                                "client-endpoints",
                                "Applications reach whom they should",
                                StateChecks.clientEndpoints(snapshot)),
                        new Item("no-critical-alert", "No critical alert", StateChecks.noCriticalAlert(report)),
                        new Item(
                                "no-pending-restart",
                                "No member waits for a restart",
                                operation.noPendingRestart().asInformation())),
                REMINDERS);
    }
}
