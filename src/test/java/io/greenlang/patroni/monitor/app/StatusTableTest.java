package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {
    @Test
    void looksLikePatronictlList() {
        assertThat(table(Snapshots.healthy(), ClusterState.HEALTHY)).isEqualTo("""
                + Cluster: greenlang-cluster (healthy) ---+----+----------------+
                | Member | Host       | Role    | State   | TL |            Lag |
                +--------+------------+---------+---------+----+----------------+
                | node1  | node1:5432 | Leader  | running |  4 |                |
                | node2  | node2:5432 | Replica | running |  4 | 0.0 s, 0.0 MiB |
                | node3  | node3:5432 | Replica | running |  4 | 0.0 s, 0.0 MiB |
                +--------+------------+---------+---------+----+----------------+""");
    }

    @Test
    void showsLagAndWhatIsDown() {
        String replica = replica();
        String table = table(
                Snapshots.healthy().lag(replica, new ReplicationLag.Known(Duration.ofMillis(12_340), 3 << 20, true)),
                ClusterState.DEGRADED);
        assertThat(table).contains(">= 12.3 s, 3.0 MiB").contains("(degraded)");
        assertThat(table(Snapshots.healthy().down(replica, Diagnosis.POSTGRES_HUNG), ClusterState.DEGRADED))
                .contains("postgres hung")
                .contains("not seen: " + replica + ": PostgreSQL: ");
    }

    @Test
    void saysWhatIsUnknownAndWhy() {
        String replica = replica();
        assertThat(table(
                        Snapshots.healthy().lag(replica, new ReplicationLag.Unknown("no primary")),
                        ClusterState.HEALTHY))
                .contains("unknown");
        assertThat(table(Snapshots.healthy().dcsUnreadable(), ClusterState.HEALTHY))
                .contains("not seen: DCS: ");
        assertThat(table(
                        Snapshots.healthy().member(replica, m -> m.missing(Part.DISK, FailureKind.SQL)),
                        ClusterState.HEALTHY))
                .contains("not seen: " + replica + ": disk: ");
    }

    @Test
    void listsFiringAndPendingConditions() {
        Alert firing = new Alert(
                new Alert.Identity("PatroniPaused", Severity.WARNING, null, false),
                Alert.State.FIRING,
                Snapshots.NOON,
                1,
                "It is paused.");
        Alert pending = new Alert(
                new Alert.Identity("PatroniMemberDown", Severity.CRITICAL, "n1", false),
                Alert.State.PENDING,
                Snapshots.NOON,
                1,
                "It is down.");
        assertThat(table(Snapshots.healthy(), ClusterState.CRITICAL, firing, pending))
                .endsWith("warning PatroniPaused: It is paused.\ncritical PatroniMemberDown n1 (pending): It is down.");
    }

    @Test
    void showsAClusterThatWasNeverSeen() {
        MonitorReport report = new MonitorReport(List.of(ClusterReport.awaiting(Snapshots.config())), true);
        assertThat(StatusTable.of(report)).isEqualTo("Cluster: greenlang-cluster (blind): nothing was seen yet");
    }

    private static String replica() {
        return Snapshots.healthy().build().facts().lag().keySet().stream()
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    private static String table(Snapshots snapshot, ClusterState state, Alert... alerts) {
        ClusterReport report = new ClusterReport(Snapshots.config(), snapshot.build(), state, List.of(alerts), false);
        return StatusTable.of(new MonitorReport(List.of(report), true));
    }
}
