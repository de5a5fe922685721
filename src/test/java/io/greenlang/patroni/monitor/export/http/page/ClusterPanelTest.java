package io.greenlang.patroni.monitor.export.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.greenlang.patroni.monitor.export.http.page.Alerts.AlertRow;
import io.greenlang.patroni.monitor.export.http.page.ClusterPanel.ChangeRow;
import io.greenlang.patroni.monitor.export.http.page.ClusterPanel.DoNow;
import io.greenlang.patroni.monitor.export.http.page.Fact.Labelled;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.Unfenced.Cause;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.testing.BackupSamples;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.trend.Trend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterPanelTest {
    @Test
    void showsTheScopeWhereItIsNotTheName() {
        ClusterReport named = Judged.of(Snapshots.healthy());

        assertThat(Pages.panel(named).snapshot().facts())
                .extracting(Labelled::label)
                .doesNotContain("Patroni scope");
        assertThat(Pages.panel(Reports.ofScope("orders", named)).snapshot().facts())
                .contains(new Labelled("Patroni scope", Fact.of("orders")));
    }

    @Test
    void foldsAHealthyClusterAndSaysWhatIsWell() {
        ClusterPanel panel = panel(Snapshots.healthy());
        assertThat(panel.standing()).isEqualTo("healthy");
        assertThat(panel.open()).isFalse();
        assertThat(panel.why()).isEqualTo("3 of 3 answer, node1 leads, every standby is caught up.");
        assertThat(panel.snapshot().digest())
                .isEqualTo("3 members · 0 alerts · everything seen · no leader change known");
        assertThat(panel.snapshot().notices()).isEmpty();
    }

    @Test
    void unfoldsItForWhoWants() {
        ClusterReport healthy = Judged.of(Snapshots.healthy());
        assertThat(Pages.panel(healthy, Pages.visit(Snapshots.NOON, "open=all")).open())
                .isTrue();
    }

    @Test
    void saysWhyByTheWorstAlertAndHowManyMoreThereAre() {
        ClusterPanel panel = panel(Snapshots.healthy().lag("node2", lag(95)).lag("node3", lag(41)));
        assertThat(panel.standing()).isEqualTo("critical");
        assertThat(panel.open()).isTrue();
        assertThat(panel.why())
                .isEqualTo("node2 of greenlang-cluster is 95 s behind the primary. (and one more alert)");
    }

    @Test
    void putsCausesBeforeWhatFollowsFromThem() {
        ClusterPanel panel = panel(Snapshots.healthy()
                .primary("node3")
                .writable("node1", "node3")
                .splitBrain("node1 and node3 both accept writes")
                .diagnosis("node3", Diagnosis.PATRONI_DOWN)
                .lag("node2", lag(95)));
        assertThat(panel.why()).isEqualTo("SPLIT BRAIN in greenlang-cluster: node1 and node3 both accept writes.");
        assertThat(panel.snapshot().alerts())
                .extracting(AlertRow::alertname, AlertRow::severity, AlertRow::remark)
                .startsWith(
                        tuple("PatroniSplitBrain", "critical", null),
                        tuple(
                                "PatroniReplicationLagSeconds",
                                "critical",
                                "firing since 2026-11-22 12:00:00 UTC; follows from PatroniSplitBrain"),
                        tuple(
                                "PatroniMemberDown",
                                "warning",
                                "firing since 2026-11-22 12:00:00 UTC; follows from PatroniSplitBrain"));
    }

    @Test
    void listsSeedsThatGaveNothingAndSinceWhenASourceIsUnread() {
        ClusterPanel panel = panel(Snapshots.healthy()
                .unreadSeed("http://10.0.0.9:8008", FailureKind.REFUSED)
                .dcsUnreadable()
                .unreadFor(Duration.ofMinutes(7)));
        assertThat(panel.standing()).isEqualTo("degraded");
        assertThat(panel.snapshot().rest().unseen())
                .containsExactly(
                        new UnseenRow("DCS", "/cluster", "empty_reply", "node1 closed without a byte", "7 min"),
                        new UnseenRow("seed http://10.0.0.9:8008", "Patroni", "refused", "no usable answer"));
    }

    @Test
    void warnsOfAFormerLeaderThatMayStillAcceptWrites() {
        ClusterPanel panel = panel(Snapshots.healthy().formerLeader("node0 led timeline 3 until noon"));
        assertThat(panel.standing()).isEqualTo("degraded");
        assertThat(panel.why()).isEqualTo("node0 led timeline 3 until noon.");
        assertThat(panel.snapshot().notices())
                .containsExactly(new Notice(
                        "warning",
                        "A former leader may still accept writes",
                        List.of("node0 led timeline 3 until noon")));
    }

    @Test
    void linksToItselfUnfolded() {
        ClusterReport odd = Judged.of("a b", Snapshots.healthy(), Snapshots.NOON);
        assertThat(Pages.panel(odd).link()).isEqualTo("/?open=a+b");
        ClusterPanel chosen = Pages.panel(odd, Pages.visit(Snapshots.NOON, "open=a%20b"));
        assertThat(chosen.open()).isTrue();
        assertThat(chosen.link()).isEqualTo("/");
    }

    @Test
    void namesTheLargestLagThatIsNoFault() {
        assertThat(panel(Snapshots.healthy().lag("node2", lag(3)).lag("node3", lag(2)))
                        .why())
                .endsWith("node1 leads, largest lag 3.0 s.");
    }

    @Test
    void putsTheEvidenceOfASplitBrainFirst() {
        ClusterPanel panel = panel(Snapshots.healthy()
                .primary("node3")
                .writable("node1", "node3")
                .splitBrain("node1 and node3 both accept writes")
                .unfenced("node3", Cause.PATRONI_DOWN, "its Patroni is down (refused)."));
        assertThat(panel.standing()).isEqualTo("critical");
        assertThat(panel.snapshot().notices())
                .containsExactly(new Notice(
                        "critical",
                        "Split brain",
                        List.of(
                                "node1 and node3 both accept writes",
                                "node3 was not fenced: its Patroni is down (refused).")));
        assertThat(fact(panel, "Accepts writes").text()).isEqualTo("node1, node3");
    }

    @Test
    void calledBlindNothingIsKnownAndNothingIsZero() {
        ClusterPanel panel = panel(Snapshots.healthy().blind().withoutHistory());
        assertThat(panel.standing()).isEqualTo("blind");
        assertThat(panel.snapshot().notices()).extracting(Notice::title).containsExactly("The DCS can't be read");
        assertThat(panel.snapshot().facts())
                .filteredOn(labelled -> labelled.fact().text().equals("unknown"))
                .allMatch(labelled -> labelled.fact().note() != null)
                .extracting(Labelled::label)
                .containsExactly(
                        "Leader",
                        "Accepts writes",
                        "Timeline",
                        "Could take over",
                        "If the primary failed now",
                        "Maintenance mode",
                        "Leader changes, 24 h",
                        "Newest backup");
        assertThat(fact(panel, "Members")).isEqualTo(Fact.of("0 of 3 answer", "3 expected"));
    }

    @Test
    void tellsOfPauseAndScheduledSwitchover() {
        ClusterPanel panel = panel(Snapshots.healthy()
                .paused()
                .scheduledSwitchover(Snapshots.NOON.plus(Duration.ofHours(2)).plusSeconds(7)));
        assertThat(panel.snapshot().notices())
                .extracting(Notice::title)
                .containsExactly("Paused", "Scheduled switchover", "Maintenance");
        assertThat(panel.snapshot().notices().get(1).lines())
                .containsExactly("from node1 to node2, 2026-11-22 14:00:07 UTC (in 2 h)");
    }

    @Test
    void tellsALeaderThatDoesNotWorkFromNoneAndFromAnUnknownOne() {
        assertThat(fact(panel(Snapshots.healthy().leader("node1", Certainty.NO)), "Leader"))
                .isEqualTo(Fact.of("node1", "does not work as leader"));
        assertThat(fact(panel(Snapshots.healthy().leader(null, Certainty.NO)), "Leader"))
                .isEqualTo(Fact.of("none"));
        assertThat(fact(panel(Snapshots.healthy().leader(null, Certainty.UNKNOWN)), "Leader"))
                .isEqualTo(Fact.unknown("not reported"));
    }

    @Test
    void tellsWhoCouldNotTakeOverAndWhy() {
        ClusterPanel panel = panel(Snapshots.healthy()
                .candidates(new FailoverCandidate("node2", null), new FailoverCandidate("node3", "tag nofailover")));
        assertThat(fact(panel, "Could take over")).isEqualTo(Fact.of("node2", "not node3: tag nofailover"));
        assertThat(fact(
                        panel(Snapshots.healthy()
                                .candidates(
                                        new FailoverCandidate("node2", Certainty.UNKNOWN, "settings unread"),
                                        new FailoverCandidate("node3", "tag nofailover"))),
                        "Could take over"))
                .isEqualTo(Fact.unknown("node2: settings unread; not node3: tag nofailover"));
    }

    @Test
    void tellsOfTheNewestBackupOrWhyNoneIsKnown() {
        assertThat(fact(panel(Snapshots.healthy()), "Newest backup")).isEqualTo(Fact.of("9 h ago", "full 3 d ago"));
        assertThat(fact(
                        panel(Snapshots.healthy().backups(now -> new Backups.NotSetUp("no pgBackRest"))),
                        "Newest backup"))
                .isEqualTo(new Fact("not set up", "no pgBackRest", null, Fact.UNKNOWN));
        assertThat(fact(
                        panel(Snapshots.healthy()
                                .backups(now -> BackupSamples.at(now).running().build())),
                        "Newest backup"))
                .isEqualTo(Fact.of("none", "one runs"));
    }

    @Test
    void listsAlertsWithTheirRunbooks() {
        AlertRow alert = panel(Snapshots.healthy().down("node3", Diagnosis.HOST_GONE))
                .snapshot()
                .alerts()
                .get(0);
        assertThat(alert.alertname()).isEqualTo("PatroniMemberDown");
        assertThat(alert.severity()).isEqualTo("warning");
        assertThat(alert.state()).isEqualTo("firing");
        assertThat(alert.runbook()).isEqualTo("https://runbooks.example.com/PatroniMemberDown.md");
        assertThat(alert.since())
                .isEqualTo(new Timestamp("2026-11-22T11:50:00Z", "2026-11-22 11:50:00 UTC", "10 min ago"));
        assertThat(alert.remark()).isEqualTo("firing since 2026-11-22 12:00:00 UTC");
    }

    @Test
    void saysWhatToDoFirstAboutTheWorstAlertWhereThatCannotWait() {
        ClusterReport report = Judged.of(Snapshots.healthy()
                .writable("node1", "node2")
                .splitBrain("node1 and node2 accept writes")
                .down("node3", Diagnosis.HOST_GONE));
        DoNow first = ClusterPanel.of(report, Hour.of(report, Trend.NOTHING), Pages.visit())
                .snapshot()
                .doNow();
        assertThat(first.alertname()).isEqualTo("PatroniSplitBrain");
        assertThat(first.runbook()).isEqualTo("https://runbooks.example.com/PatroniSplitBrain.md");
        assertThat(first.steps()).hasSizeBetween(2, 6);

        ClusterReport backupsTooOld = Judged.of(Snapshots.healthy()
                .writable("node1", "node2")
                .splitBrain("node1 and node2 accept writes")
                .backups(now -> BackupSamples.aged(now, Duration.ofDays(60), Duration.ofDays(9))));
        assertThat(backupsTooOld.alerts())
                .filteredOn(alert -> alert.severity() == Severity.CRITICAL)
                .extracting(Alert::name)
                .startsWith("PatroniSplitBrain")
                .contains("PatroniBackupTooOld");

        ClusterReport degraded = Judged.of(Snapshots.healthy().down("node3", Diagnosis.HOST_GONE));
        assertThat(ClusterPanel.of(degraded, Hour.of(degraded, Trend.NOTHING), Pages.visit())
                        .snapshot()
                        .doNow())
                .isNull();
    }

    @Test
    void saysSinceWhenItIsAsBadAsItIs() {
        assertThat(panel(Snapshots.healthy().down("node3", Diagnosis.HOST_GONE)).since())
                .isEqualTo(new Timestamp("2026-11-22T11:50:00Z", "2026-11-22 11:50:00 UTC", "10 min ago"));
        assertThat(panel(Snapshots.healthy()).since()).isNull();
    }

    @Test
    void remarksThatAnAlertIsHeldOrPagesNobody() {
        assertThat(Pages.panel(Reports.eventful().clusters().get(0), Pages.visit())
                        .snapshot()
                        .alerts())
                .extracting(AlertRow::remark)
                .containsExactly(
                        "firing since 2026-11-22 09:55:00 UTC",
                        null,
                        "follows from PatroniMemberDown; held: its facts are unknown now, and nothing disproves it; "
                                + "pages nobody during maintenance");
        assertThat(panel(Snapshots.healthy().paused().down("node3", Diagnosis.HOST_GONE))
                        .snapshot()
                        .alerts())
                .extracting(AlertRow::remark)
                .anyMatch(remark -> remark != null && remark.endsWith("pages nobody during maintenance"));
    }

    @Test
    void growsTheReplicationTreeWithItsWitnesses() {
        TreeItem leader = panel(Snapshots.healthy()).snapshot().tree().get(0);
        assertThat(leader.words()).isEqualTo("leader");
        assertThat(leader.replicas().get(0))
                .isEqualTo(new TreeItem("node2", "streaming, async", "pg_stat_replication of node1", List.of()));
    }

    @Test
    void showsTheLastLeaderChange() {
        assertThat(panel(Snapshots.healthy().lastFailover("node2", "node1"))
                        .snapshot()
                        .rest()
                        .changes())
                .containsExactly(new ChangeRow(
                        new Timestamp("2026-11-22T11:00:00Z", "2026-11-22 11:00:00 UTC", "1 h ago"),
                        "node2",
                        "node1",
                        4,
                        "unknown",
                        "unknown"));
    }

    @Test
    void waitsForTheFirstPoll() {
        ClusterPanel panel = Pages.panel(Reports.awaiting().clusters().get(0));
        assertThat(panel.standing()).isEqualTo("waiting");
        assertThat(panel.why()).isEqualTo("The first poll has not finished yet.");
        assertThat(panel.snapshot()).isNull();
    }

    @Test
    void givesEveryNameAnAnchorOfItsOwn() {
        assertThat(ClusterPanel.anchor("eu-1.main_db")).isEqualTo("cluster-eu-1.main_db");
        assertThat(ClusterPanel.anchor("a b")).isEqualTo("cluster-a~000020b");
        assertThat(ClusterPanel.anchor("a~000020b")).isEqualTo("cluster-a~00007e000020b");
    }

    private static ReplicationLag lag(int seconds) {
        return new ReplicationLag.Known(Duration.ofSeconds(seconds), 1_000, false);
    }

    private static ClusterPanel panel(Snapshots snapshot) {
        return Pages.panel(Judged.of(snapshot));
    }

    private static Fact fact(ClusterPanel panel, String label) {
        return panel.snapshot().facts().stream()
                .filter(labelled -> labelled.label().equals(label))
                .findFirst()
                .orElseThrow()
                .fact();
    }
}
