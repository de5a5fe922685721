package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Judging.item;
import static io.greenlang.patroni.monitor.rule.checklist.Judging.preflight;
import static io.greenlang.patroni.monitor.rule.checklist.Judging.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.greenlang.patroni.monitor.config.ChecklistConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledRestart;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.testing.ChangedDcs;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private final Snapshots cluster = Snapshots.healthy();

    @Test
    void aHealthyClusterIsGo() {
        Checklist checklist = preflight(cluster);

        assertThat(checklist.items())
                .filteredOn(item -> !item.id().equals("client-endpoints"))
                .allSatisfy(
                        item -> assertThat(item.result()).as(item.toString()).isEqualTo(Outcome.Result.PASS));
        assertThat(checklist.verdict()).isEqualTo(ChecklistVerdict.GO);
        assertThat(checklist.reminders()).hasSize(3);
        assertThat(checklist.notChecked()).extracting(Item::id).containsExactly("client-endpoints");
    }

    @Test
    void aBlindClusterIsUnknownInEverythingThatDecides() {
        Checklist checklist = preflight(cluster.blind().backups(now -> new Backups.Unseen("nobody answers")));

        assertThat(checklist.verdict()).isEqualTo(ChecklistVerdict.UNKNOWN);
        assertThat(checklist.items())
                .allSatisfy(
                        item -> assertThat(item.result()).as(item.toString()).isEqualTo(Outcome.Result.UNKNOWN));
    }

    @Test
    void aReplicaThatIsDownIsNoGo() {
        Checklist checklist = preflight(cluster.down("node3", Diagnosis.HOST_GONE));

        assertThat(checklist.verdict()).isEqualTo(ChecklistVerdict.NO_GO);
        assertThat(item(checklist, "replicas-healthy")).isEqualTo("fail: node3: nothing on this host answers");
        assertThat(item(checklist, "replication-lag")).isEqualTo("unknown: node3: it can't be read");
        assertThat(checklist.obstacles()).extracting(Item::id).contains("replicas-healthy", "replication-lag");
    }

    @Test
    void everyExpectedReplicaMustFollowOnTheLeadersTimeline() {
        assertThat(replicas(Snapshots.healthy().without("node3"))).isEqualTo("fail: 2 of 3 expected members are known");
        assertThat(replicas(Snapshots.healthy().member("node3", m -> m.timeline(3, 3))))
                .isEqualTo("fail: node3: on timeline 3, the leader is on 4");
        assertThat(replicas(Snapshots.healthy()
                        .history(Snapshots.ended(1), Snapshots.ended(2))
                        .member("node3", m -> m.timeline(3, 3))))
                .isEqualTo("unknown: node3: on timeline 3, the leader is on 4; where the two parted is unknown");
        assertThat(replicas(Snapshots.healthy()
                        .history(Snapshots.ended(3, Lsn.parse("5/0")))
                        .member("node3", m -> m.timeline(3, 3))))
                .isEqualTo("pass: node2, node3");
        assertThat(replicas(Snapshots.healthy().member("node3", m -> m.noReceiver())))
                .isEqualTo("fail: node3: has no WAL receiver");
        assertThat(replicas(
                        Snapshots.healthy().member("node3", m -> m.noReceiver().tag("nostream", "true"))))
                .isEqualTo("pass: node2, node3");
        assertThat(replicas(Snapshots.healthy()
                        .member("node3", m -> m.unreadable(FailureKind.AUTH))
                        .diagnosis("node3", Diagnosis.NOT_READABLE)))
                .isEqualTo("unknown: node3: answers, but can't be read");
        assertThat(replicas(Snapshots.healthy()
                        .member("node3", m -> m.state("starting").postgresFails(FailureKind.STARTING))))
                .isEqualTo("fail: node3: its PostgreSQL does not run");
    }

    @Test
    void whatOnlySqlCouldTellDoesNotDecideWhereSqlIsOff() {
        assertThat(replicas(cluster.member("node2", m -> m.sqlOff().patroniVersion("2.1.7"))))
                .isEqualTo("(unknown): node2: whether it streams only SQL could tell, which is off");
    }

    private static String replicas(Snapshots snapshot) {
        return item(preflight(snapshot), "replicas-healthy");
    }

    @Test
    void lagHasToBeBelowTheLimit() {
        assertThat(lag(Duration.ofMillis(9_999), 100, false)).startsWith("pass: at most 9.9 s");
        assertThat(lag(Duration.ofSeconds(10), 100, false)).isEqualTo("fail: node3 is 10.0 s, 100 B behind");
        assertThat(lag(Duration.ofSeconds(11), 100, true)).isEqualTo("fail: node3 is at least 11.0 s, 100 B behind");
    }

    @Test
    void aLowerBoundProvesNothingUnlessItIsCaughtUp() {
        assertThat(lag(Duration.ZERO, 100, true)).startsWith("unknown: node3 is at least 0.0 s, 100 B behind");
        assertThat(lag(Duration.ZERO, 0, true)).startsWith("pass");
    }

    @Test
    void aStandbyThatIsFedFromTheArchiveMayBeLate() {
        Snapshots late = Snapshots.healthy()
                .lag("node3", new ReplicationLag.Known(Duration.ofMinutes(9), 100, false))
                .member("node3", m -> m.noReceiver().tag("nostream", "true"));

        assertThat(item(preflight(late), "replication-lag")).isEqualTo("pass: at most 0.0 s, 0 B, node2");
    }

    private static String lag(Duration time, long bytes, boolean atLeast) {
        return item(
                preflight(Snapshots.healthy().lag("node3", new ReplicationLag.Known(time, bytes, atLeast))),
                "replication-lag");
    }

    @Test
    void somebodyMustLeadAndOnlyOne() {
        assertThat(item(preflight(Snapshots.healthy().leader(null, Certainty.NO).writable()), "leader"))
                .isEqualTo("fail: no member leads and accepts writes");
        assertThat(item(preflight(Snapshots.healthy().leader("node1", Certainty.UNKNOWN)), "leader"))
                .startsWith("unknown: ");
        assertThat(item(preflight(Snapshots.healthy().splitBrain("node1 and node2 accept writes")), "leader"))
                .isEqualTo("fail: split brain: node1 and node2 accept writes");
    }

    @Test
    void aReplicaMustBeAbleToTakeOver() {
        assertThat(item(
                        preflight(cluster.candidates(
                                new FailoverCandidate("node2", "tagged nofailover"),
                                new FailoverCandidate("node3", null))),
                        "failover-candidate"))
                .isEqualTo("pass: node3");
        assertThat(item(
                        preflight(cluster.candidates(new FailoverCandidate("node2", "tagged nofailover"))),
                        "failover-candidate"))
                .isEqualTo("fail: node2: tagged nofailover");
        assertThat(item(preflight(cluster.leader(null, Certainty.UNKNOWN)), "failover-candidate"))
                .startsWith("unknown: ");
    }

    @Test
    void aReplicaWhoseLagIsUnknownIsNoFailure() {
        assertThat(item(
                        preflight(cluster.candidates(
                                new FailoverCandidate("node2", "tagged nofailover"),
                                new FailoverCandidate("node3", Certainty.UNKNOWN, "its lag is unknown"))),
                        "failover-candidate"))
                .isEqualTo("unknown: node2: tagged nofailover; node3: its lag is unknown");
    }

    /** In synchronous mode Patroni promotes only a synchronous one. */
    @Test
    void aReplicaIsNoCertainCandidateWhereTheSettingsCanNotBeRead() {
        for (Certainty eligible : new Certainty[] {Certainty.YES, Certainty.UNKNOWN}) {
            assertThat(item(
                            preflight(Snapshots.healthy()
                                    .candidates(
                                            new FailoverCandidate("node2", "tagged nofailover"),
                                            new FailoverCandidate("node3", eligible, "made up"))
                                    .configUnread(eligible == Certainty.YES)),
                            "failover-candidate"))
                    .isEqualTo("unknown: the cluster's settings could not be read,"
                            + " which decide whether node3 could take over");
        }
    }

    @Test
    void aPauseIsNoGo() {
        Checklist checklist = preflight(cluster.paused());

        assertThat(item(checklist, "not-paused"))
                .isEqualTo("fail: maintenance mode is on: Patroni would not fail over");
        assertThat(checklist.obstacles()).extracting(Item::id).containsExactly("not-paused");
    }

    @Test
    void nothingMayBeScheduled() {
        assertThat(item(preflight(cluster.scheduledSwitchover(Snapshots.NOON)), "nothing-scheduled"))
                .isEqualTo("fail: a switchover from node1 to node2 at 2026-11-22T12:00:00Z");
        assertThat(item(preflight(cluster.dcsUnreadable()), "nothing-scheduled"))
                .startsWith("unknown: ");
        assertThat(item(
                        preflight(ChangedDcs.view(
                                Snapshots.healthy().build(),
                                view -> new ClusterView(
                                        view.scope(),
                                        view.members(),
                                        false,
                                        null,
                                        List.of(new ScheduledRestart("node3", Snapshots.NOON))))),
                        "nothing-scheduled"))
                .isEqualTo("fail: a restart of node3 at 2026-11-22T12:00:00Z");
    }

    @Test
    void allMembersMustSeeTheSameDcs() {
        assertThat(item(preflight(cluster.dcsUnreadable()), "dcs")).startsWith("fail: the DCS can't be read: ");
        assertThat(item(preflight(Snapshots.healthy().member("node2", m -> m.flags(Flag.FAILSAFE_ACTIVE))), "dcs"))
                .startsWith("fail: node2: in failsafe mode");
        assertThat(peer(Answer.failed(FailureKind.EMPTY_REPLY, "closed", Snapshots.NOON)))
                .isEqualTo("fail: node2 does not show the DCS: empty_reply: closed");
        assertThat(peer(Answer.failed(FailureKind.TIMEOUT, "silent", Snapshots.NOON)))
                .startsWith("unknown: ");
        ClusterView empty = new ClusterView(Snapshots.CLUSTER, List.of(), false, null);
        assertThat(peer(Answer.answered(empty, Snapshots.NOON, Snapshots.NOON)))
                .isEqualTo("fail: node2 sees nobody as the leader, another member node1");
    }

    private static String peer(Answer<ClusterView> view) {
        return item(preflight(ChangedDcs.peers(Snapshots.healthy().build(), new PeerView("node2", view))), "dcs");
    }

    @Test
    void warningsAreNamedAndCriticalAlertsForbid() {
        assertThat(item(
                        preflight(Snapshots.healthy().member("node2", m -> m.connections(90, 100))),
                        "no-critical-alert"))
                .isEqualTo("pass: warnings only: PatroniConnectionUsage node2");
        assertThat(item(
                        preflight(Snapshots.healthy().member("node2", m -> m.connections(99, 100))),
                        "no-critical-alert"))
                .isEqualTo("fail: PatroniConnectionUsage node2");
    }

    @Test
    void aPendingRestartIsInformation() {
        Checklist checklist = preflight(cluster.member("node2", m -> m.flags(Flag.PENDING_RESTART)));

        assertThat(item(checklist, "no-pending-restart"))
                .isEqualTo("(fail): node2: new settings take effect at a restart");
        assertThat(checklist.verdict()).isEqualTo(ChecklistVerdict.GO);
        assertThat(item(
                        preflight(Snapshots.healthy().member("node2", m -> m.patroniFails(FailureKind.TIMEOUT))),
                        "no-pending-restart"))
                .isEqualTo("(unknown): node2: Patroni can't be read");
    }

    @Test
    void thereMustBeARecentBackupWhereBackupsAreSetUp() {
        assertThat(backup(Snapshots.healthy())).matches("pass: incr backup \\S+ is 9 h old");
        assertThat(backup(Snapshots.healthy().backups(now -> new Backups.Unseen("it was not asked yet"))))
                .isEqualTo("unknown: it was not asked yet");
        assertThat(backup(Snapshots.healthy().backups(now -> new Backups.Broken("the repository is gone", true))))
                .isEqualTo("fail: the repository is gone");
        Snapshots notSetUp = Snapshots.healthy().backups(now -> new Backups.NotSetUp("no view"));
        assertThat(backup(notSetUp)).isEqualTo("(unknown): no view");
        assertThat(preflight(notSetUp).verdict()).isEqualTo(ChecklistVerdict.GO);
        assertThat(preflight(notSetUp).notChecked())
                .extracting(Item::id)
                .containsExactly("recent-backup", "client-endpoints");
    }

    @Test
    void aBackupMayBeRequiredAndLimited() {
        ClusterReport notSetUp = report(Snapshots.healthy()
                .backups(now -> new Backups.NotSetUp("no view"))
                .build());
        ChecklistConfig required = new ChecklistConfig(Duration.ofSeconds(10), Duration.ofHours(26), true);
        assertThat(item(Preflight.of(notSetUp, required), "recent-backup"))
                .isEqualTo("fail: no view, and checklist.require-backup is on");
        ChecklistConfig strict = new ChecklistConfig(Duration.ofSeconds(10), Duration.ofHours(8), false);
        assertThat(item(Preflight.of(report(Snapshots.healthy().build()), strict), "recent-backup"))
                .matches("fail: incr backup \\S+ is 9 h old, allowed: 8 h");
    }

    @Test
    void applicationsMustReachWhomTheyShould() {
        assertThat(endpoints(cluster)).isEqualTo("(unknown): client-endpoints names none");
        assertThat(endpoints(Snapshots.healthy().route(Kind.PRIMARY, Destination.RIGHT, "node1", "node1")))
                .isEqualTo("pass: primary.db:5432 leads to node1");
        assertThat(endpoints(cluster.routeFails(Kind.REPLICA, FailureKind.AUTH)))
                .startsWith("unknown: the replica endpoint replica.db:5432 can't be judged: auth");
        assertThat(endpoints(cluster.routeFails(Kind.PRIMARY, FailureKind.REFUSED)))
                .startsWith("fail: ")
                .contains("the primary endpoint primary.db:5432 takes no connection: refused", "can't be judged: auth");
        assertThat(endpoints(Snapshots.healthy()
                        .route(
                                Kind.PRIMARY,
                                Destination.STANDBY,
                                "node2",
                                "node2, a standby, and the leader is node1")))
                .isEqualTo(
                        "fail: the primary endpoint primary.db:5432 leads to node2, a standby, and the leader is node1");
    }

    private static String endpoints(Snapshots snapshot) {
        return item(preflight(snapshot), "client-endpoints");
    }

    private static String backup(Snapshots snapshot) {
        return item(preflight(snapshot), "recent-backup");
    }

    @Test
    void aReportWithoutAPictureCannotBeJudged() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Preflight.of(ClusterReport.awaiting(Snapshots.config()), Judging.DEFAULTS));
    }
}
