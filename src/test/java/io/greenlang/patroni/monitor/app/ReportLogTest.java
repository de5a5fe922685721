package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.testing.ChangedDcs;
import io.greenlang.patroni.monitor.testing.LoggedEvents;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReportLogTest {
    private static final Alert FIRING = new Alert(
            new Alert.Identity("PatroniNoLeader", Severity.CRITICAL, null, false),
            Alert.State.FIRING,
            Snapshots.NOON,
            1,
            "No member is leader.");

    @RegisterExtension
    final LoggedEvents told = LoggedEvents.of("io.greenlang.patroni.monitor.cluster");

    @Test
    void tellsWhatItSeesFirst() {
        ReportLog.tell(
                ClusterReport.awaiting(Snapshots.config()),
                report(Snapshots.healthy(), ClusterState.HEALTHY),
                List.of());
        assertThat(lines())
                .contains("INFO Cluster greenlang-cluster: state is healthy")
                .anyMatch(line -> line.contains("leader is "))
                .anyMatch(line -> line.endsWith(" answers"));
    }

    @Test
    void tellsOnceWhatIsLeftOut() {
        ClusterReport usual = report(Snapshots.healthy(), ClusterState.HEALTHY);
        ClusterReport crowded = crowded(usual);

        ReportLog.tell(usual, crowded, List.of());
        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "WARN Cluster greenlang-cluster: leaves out of /cluster: 7 members are more than 50",
                        "WARN Cluster greenlang-cluster: forgets members that left the DCS, because there are too many"
                                + " (input-limits.absent-members)",
                        "WARN Cluster greenlang-cluster: leaves out the oldest 9 entries of /history"
                                + " (input-limits.history-entries)");

        told.list.clear();
        ReportLog.tell(crowded, crowded, List.of());
        assertThat(lines()).isEmpty();
    }

    private static ClusterReport crowded(ClusterReport like) {
        ClusterSnapshot snapshot = ChangedDcs.view(
                Snapshots.healthy().absentLeftOut(3).build(),
                view -> new ClusterView(
                        view.scope(),
                        view.members(),
                        view.paused(),
                        view.scheduledSwitchover(),
                        view.scheduledRestarts(),
                        new ClusterView.LeftOut(7, List.of("7 members are more than 50"))));
        Answer<TimelineHistory> history =
                Answer.answered(new TimelineHistory(List.of(), true, 9), Snapshots.NOON, Snapshots.NOON);
        return new ClusterReport(
                like.config(), ChangedDcs.history(snapshot, history), like.state(), like.alerts(), like.maintenance());
    }

    @Test
    void isSilentWhileNothingChanges() {
        ClusterReport report = report(Snapshots.healthy(), ClusterState.HEALTHY, FIRING);
        ReportLog.tell(report, report, List.of());
        assertThat(lines()).isEmpty();
    }

    @Test
    void tellsADownMemberWithItsDiagnosisAndItsReturn() {
        ClusterReport healthy = report(Snapshots.healthy(), ClusterState.HEALTHY);
        String replica = aReplica(healthy);
        ClusterReport degraded =
                report(Snapshots.healthy().down(replica, Diagnosis.POSTGRES_HUNG), ClusterState.DEGRADED);

        ReportLog.tell(healthy, degraded, List.of());
        assertThat(lines())
                .contains("WARN Cluster greenlang-cluster: state is degraded")
                .anyMatch(line ->
                        line.contains("member " + replica) && line.contains("PostgreSQL hangs, Patroni is alive"));

        told.list.clear();
        ReportLog.tell(degraded, healthy, List.of());
        assertThat(lines())
                .anyMatch(line ->
                        line.startsWith("INFO") && line.contains("member " + replica) && line.endsWith("answers"));
    }

    @Test
    void leavesEventsToTheEventDesk() {
        ClusterReport healthy = report(Snapshots.healthy(), ClusterState.HEALTHY);
        ClusterReport later = report(
                Snapshots.healthy().leader("node2", Certainty.YES).down("node3", Diagnosis.POSTGRES_DOWN),
                ClusterState.HEALTHY,
                FIRING);
        ReportLog.tell(
                healthy,
                later,
                List.of(event(EventType.LEADER_CHANGE, "node2"), event(EventType.MEMBER_DOWN, "node3")));
        assertThat(lines()).isEmpty();
    }

    private static Event event(EventType type, String member) {
        return new Event(Snapshots.NOON, Snapshots.CLUSTER, type, member, "it happened", Map.of());
    }

    @Test
    void saysOnceWhatTheRoleMayNotSee() {
        ClusterReport before = report(Snapshots.healthy(), ClusterState.HEALTHY);
        String replica = aReplica(before);
        ClusterReport blank = report(
                Snapshots.healthy()
                        .member(replica, m -> m.withoutPrivileges().volumes().missing(Part.DISK, FailureKind.SQL)),
                ClusterState.HEALTHY);
        ReportLog.tell(before, blank, List.of());
        assertThat(lines())
                .anyMatch(line -> line.contains("not a member of pg_monitor; run docs/setup.sql"))
                .anyMatch(line -> line.contains("disk usage is unknown"));
        told.list.clear();
        ReportLog.tell(blank, blank, List.of());
        assertThat(lines()).isEmpty();
    }

    private static String aReplica(ClusterReport report) {
        return report.snapshot().orElseThrow().facts().lag().keySet().iterator().next();
    }

    private static ClusterReport report(Snapshots snapshot, ClusterState state, Alert... alerts) {
        return new ClusterReport(Snapshots.config(), snapshot.build(), state, List.of(alerts), false);
    }

    private List<String> lines() {
        return told.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
