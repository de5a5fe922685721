package io.greenlang.patroni.monitor.export.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailoverCost;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.Unfenced;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {
    private static final Alert FIRING = new Alert(
            new Alert.Identity("PatroniPaused", Severity.WARNING, null, false),
            Alert.State.FIRING,
            Snapshots.NOON,
            1,
            "It is paused.");
    private static final Alert PENDING = new Alert(
            new Alert.Identity("PatroniMemberDown", Severity.CRITICAL, "node1", false),
            Alert.State.PENDING,
            Snapshots.NOON,
            1,
            "It is down.");

    @Test
    void looksLikePatronictlList() {
        assertThat(plain(Snapshots.healthy(), ClusterState.HEALTHY)).isEqualTo("""
                + Cluster: greenlang-cluster (7432198765432109876) (healthy) -+
                | Member | Host       | Role    | State     | TL |        Lag |
                +--------+------------+---------+-----------+----+------------+
                | node1  | node1:5432 | Leader  | running   |  4 |            |
                | node2  | node2:5432 | Replica | streaming |  4 | 0.0 s, 0 B |
                | node3  | node3:5432 | Replica | streaming |  4 | 0.0 s, 0 B |
                +--------+------------+---------+-----------+----+------------+""");
    }

    @ParameterizedTest
    @CsvSource({"HEALTHY, 1048576, false", "HEALTHY, 1048577, true", "DEGRADED, 0, true"})
    void foretellsAFailoverUnlessAllIsWellAndLittleWouldBeLost(ClusterState state, long most, boolean shown) {
        FailoverCost cost =
                new FailoverCost.Known(0, most, Duration.ZERO, Duration.ofMillis(300), Snapshots.NOON, true, false);
        String text = plain(
                Snapshots.healthy()
                        .forecast(new FailoverForecast(
                                "node1",
                                true,
                                List.of(new FailoverForecast.Option(
                                        "node2", cost, FailoverForecast.Prospect.CHOSEN, null)),
                                null)),
                state);

        assertThat(text.contains("If node1 failed now: Patroni would choose node2; "))
                .isEqualTo(shown);
    }

    @Test
    void tellsWhereApplicationsConnectAndWhereThatLeads() {
        assertThat(StatusText.of(Reports.eventful(), Texts.LINKS, new Terminal(200, false)))
                .contains(
                        """
                + Where applications connect ---------------------------------------------------+------+
                | For     | Endpoint        | Leads to                                          | Time |
                +---------+-----------------+---------------------------------------------------+------+
                | Primary | primary.db:5432 | patroni-1, a standby, and the leader is patroni-0 | 4 ms |
                | Replica | replica.db:5432 | nobody (refused)                                  |      |
                +---------+-----------------+---------------------------------------------------+------+
                """, "not seen: replica endpoint replica.db:5432: refused: replica.db:5432: no usable answer");
        assertThat(plain(Snapshots.healthy(), ClusterState.HEALTHY)).doesNotContain("applications");
    }

    @Test
    void tellsOfEachCandidateAndOfTheWayOut() {
        assertThat(StatusText.of(Reports.eventful(), Texts.LINKS, new Terminal(200, false)))
                .contains("""
                If patroni-0 failed now: Patroni would choose patroni-1; at most 64.0 KiB (0.3 s) would be lost
                """, """
                patroni-1 would be chosen; at most 64.0 KiB (0.3 s) would be lost
                """, """
                patroni-2 would not be chosen: its Patroni can't be read: timeout; how much would be lost is unknown\
                 (what this standby has received is not known)
                """, """
                A planned switchover waits for the standby and loses nothing.
                """);
    }

    @Test
    void aNarrowTerminalGetsTheColumnsThatMatterMost() {
        assertThat(text(Snapshots.healthy(), ClusterState.HEALTHY, new Terminal(46, false)))
                .isEqualTo("""
                + Cluster: greenlang-cluster (healthy) -----+
                | Member | Role    | State     |        Lag |
                +--------+---------+-----------+------------+
                | node1  | Leader  | running   |            |
                | node2  | Replica | streaming | 0.0 s, 0 B |
                | node3  | Replica | streaming | 0.0 s, 0 B |
                +--------+---------+-----------+------------+
                (too narrow for: Host, TL)""");
    }

    @Test
    void aWideTerminalStretchesNothing() {
        assertThat(text(Snapshots.healthy(), ClusterState.HEALTHY, new Terminal(300, false)))
                .isEqualTo(plain(Snapshots.healthy(), ClusterState.HEALTHY));
    }

    @Test
    void coloursAreForTerminalsOnlyAndChangeNoLetter() {
        Snapshots degraded = Snapshots.healthy().down("node3", Diagnosis.POSTGRES_HUNG);
        String coloured = text(degraded, ClusterState.DEGRADED, new Terminal(300, true), FIRING);

        assertThat(coloured).contains("\u001b[33m", "\u001b[31m", "\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(plain(degraded, ClusterState.DEGRADED, FIRING))
                .doesNotContain("\u001b");
    }

    @Test
    void nothingThatOthersWroteMovesTheCursor() {
        Snapshots foreign = Snapshots.healthy().member("node2", m -> m.state("\u001b[2Jrun\u009b0m\u202ening\n"));

        assertThat(text(foreign, ClusterState.HEALTHY, Terminal.NONE)).contains("?[2Jrun?0m?ning?");
    }

    @Test
    void showsLagAndWhatIsDown() {
        assertThat(plain(
                        Snapshots.healthy()
                                .lag("node2", new ReplicationLag.Known(Duration.ofMillis(12_340), 3 << 20, true)),
                        ClusterState.DEGRADED))
                .contains("at least 12.3 s, 3.0 MiB")
                .contains("(degraded)");
        assertThat(plain(Snapshots.healthy().down("node2", Diagnosis.POSTGRES_HUNG), ClusterState.DEGRADED))
                .contains("postgres hung")
                .contains("not seen: node2: PostgreSQL: ");
    }

    @Test
    void saysWhatIsUnknownAndWhy() {
        assertThat(plain(
                        Snapshots.healthy().lag("node2", new ReplicationLag.Unknown("no primary")),
                        ClusterState.HEALTHY))
                .contains(" unknown |");
        assertThat(plain(Snapshots.healthy().dcsUnreadable(), ClusterState.HEALTHY))
                .contains("not seen: DCS: ");
        assertThat(plain(
                        Snapshots.healthy().member("node2", m -> m.missing(Part.DISK, FailureKind.SQL)),
                        ClusterState.HEALTHY))
                .contains("not seen: node2: disk: ");
    }

    @Test
    void namesSilentSeedsAFormerLeaderAndForHowLongASourceIsUnread() {
        assertThat(plain(
                        Snapshots.healthy()
                                .member("node2", m -> m.postgresFails(FailureKind.AUTH))
                                .unreadFor(Duration.ofMinutes(4))
                                .unreadSeed("http://10.0.0.9:8008", FailureKind.REFUSED)
                                .formerLeader("node0 led timeline 3 until noon and is no longer in the DCS"),
                        ClusterState.DEGRADED))
                .endsWith("""

                        not seen: node2: PostgreSQL: auth: 10.0.0.9 gave no answer (for 4 min)
                        not seen: seed http://10.0.0.9:8008: refused: no usable answer
                        not seen: former leader: node0 led timeline 3 until noon and is no longer in the DCS""");
    }

    @Test
    void tellsWhatWasOrderedInPatronictlsWords() {
        assertThat(plain(Snapshots.healthy().paused().scheduledSwitchover(Snapshots.NOON), ClusterState.HEALTHY))
                .endsWith("\n Maintenance mode: on\n Switchover scheduled at: 2026-11-22T12:00:00Z\n"
                        + "                    from: node1\n                      to: node2");
    }

    @Test
    void listsConditionsWithTheirRunbookPages() {
        assertThat(plain(Snapshots.healthy(), ClusterState.CRITICAL, FIRING, PENDING))
                .endsWith("""

                warning PatroniPaused: It is paused.
                  https://github.com/greenlang/patroni-monitor/blob/main/docs/runbooks/PatroniPaused.md
                critical PatroniMemberDown node1 (pending): It is down.
                  https://github.com/greenlang/patroni-monitor/blob/main/docs/runbooks/PatroniMemberDown.md""");
    }

    @Test
    void wrapsSentencesAndKeepsLinksWhole() {
        assertThat(text(Snapshots.healthy(), ClusterState.CRITICAL, new Terminal(40, false), PENDING))
                .endsWith("""

                        critical PatroniMemberDown node1
                          (pending): It is down.
                          https://github.com/greenlang/patroni-monitor/blob/main/docs/runbooks/PatroniMemberDown.md""");
    }

    /** In the alert's own words, which say why a writer was not fenced. */
    @Test
    void saysWhyAWriterWasNotFenced() {
        MonitorReport split = Judged.report(Judged.of(Snapshots.healthy()
                .splitBrain("node1 and node2 both accept writes")
                .unfenced("node2", Unfenced.Cause.PATRONI_DOWN, "its Patroni is down (refused).")));

        assertThat(StatusText.of(split, Texts.LINKS, Terminal.NONE))
                .contains(
                        "critical PatroniSplitBrain: SPLIT BRAIN in greenlang-cluster: node1 and node2 both accept writes."
                                + " node2 was not fenced: its Patroni is down (refused).");
    }

    @Test
    void tellsTheScopeWhereItIsNotTheName() {
        MonitorReport named = Texts.report(Snapshots.healthy().build(), ClusterState.HEALTHY);
        MonitorReport other = new MonitorReport(
                List.of(Reports.ofScope("orders", named.clusters().get(0))), true);

        assertThat(StatusText.of(other, Texts.LINKS, Terminal.NONE))
                .startsWith("+ Cluster: greenlang-cluster, scope orders (7432198765432109876) (healthy)");
    }

    @Test
    void showsAClusterThatWasNeverSeen() {
        assertThat(StatusText.of(Texts.awaiting(), Texts.LINKS, Terminal.NONE))
                .isEqualTo("Cluster: greenlang-cluster (blind): nothing was seen yet");
    }

    private static String plain(Snapshots snapshot, ClusterState state, Alert... alerts) {
        return text(snapshot, state, Terminal.NONE, alerts);
    }

    private static String text(Snapshots snapshot, ClusterState state, Terminal terminal, Alert... alerts) {
        return StatusText.of(Texts.report(snapshot.build(), state, alerts), Texts.LINKS, terminal);
    }
}
