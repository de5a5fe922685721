package io.greenlang.patroni.monitor.rule.checklist;

import io.greenlang.patroni.monitor.config.ChecklistConfig;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Reminder;
import java.util.List;

/** The runbook's checklist after maintenance, held against what was before. */
public final class Postflight {
    private static final List<Reminder> REMINDERS = List.of(
            new Reminder("test-application", "Test application connectivity: a write, as the application's role"),
            new Reminder("update-documentation", "Update documentation"));

    private Postflight() {}

    /** @throws IllegalArgumentException for a report without a snapshot, or a baseline of another cluster */
    public static Checklist of(ClusterReport report, Baseline before, ChecklistConfig limits) {
        if (!report.cluster().equals(before.cluster())) {
            throw new IllegalArgumentException(before.cluster() + " is no baseline for " + report.cluster());
        }
        ClusterSnapshot snapshot = Baseline.snapshotOf(report);
        ReplicationChecks replication = new ReplicationChecks(snapshot);
        OperationChecks operation = new OperationChecks(snapshot);
        RecoveryChecks recovery = new RecoveryChecks(snapshot, limits);
        ReturnChecks back = new ReturnChecks(snapshot, before);
        return new Checklist(
                Kind.POSTFLIGHT,
                report.cluster(),
                snapshot.wall().shows(snapshot.at()),
                List.of(
                        new Item("cluster-healthy", "The cluster is healthy", StateChecks.healthy(report)),
                        new Item("members-back", "Every member of before is back", back.members()),
                        new Item("replicas-healthy", "All replicas are healthy", replication.replicasHealthy()),
                        new Item(
                                "replication-lag",
                                "Replication lag is below " + Words.limit(limits.maxLag()),
                                replication.lagBelow(limits.maxLag())),
                        new Item("not-paused", "No pause was left on", operation.notPaused()),
                        new Item("no-pending-restart", "No member waits for a restart", operation.noPendingRestart()),
                        new Item("same-versions", "All members run the same versions", back.versions()),
                        new Item(
                                "archiving",
                                "WAL is archived again",
                                recovery.archivedSince(snapshot.wall().when(before.at()))),
                        new Item("recent-backup", "Backups work", recovery.completedBackup()),
                        new Item("same-system", "It is the same database system", back.systemIdentifier()),
                        new Item("databases", "Every database of before is there", back.databases()),
                        new Item(
                                "client-endpoints",
                                "Applications reach whom they should",
                                StateChecks.clientEndpoints(snapshot)),
                        new Item(
                                "connections",
                                "Clients are back",
                                back.connections().asInformation()),
                        new Item(
                                "same-leader",
                                "The leader is the one of before",
                                back.leader().asInformation()),
                        new Item(
                                "same-timeline",
                                "The timeline is the one of before",
                                back.timeline().asInformation())),
                REMINDERS);
    }
}
