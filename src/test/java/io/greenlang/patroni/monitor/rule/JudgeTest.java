package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private final Judge judge = new Judge(Duration.ofMinutes(5));

    @Test
    void raisesNoAlertOnAHealthyCluster() {
        ClusterReport report = judgeAt(0, Snapshots.healthy());

        assertThat(report.alerts()).isEmpty();
        assertThat(report.state()).isEqualTo(ClusterState.HEALTHY);
        assertThat(report.cluster()).isEqualTo(Snapshots.CLUSTER);
        assertThat(report.snapshot()).isPresent();
    }

    @Test
    void isPendingUntilTheConditionHasHeldForLongEnough() {
        assertThat(judgeAt(0, lagging(40)).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.PENDING, 0, 40));
        assertThat(judgeAt(59, lagging(41)).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.PENDING, 0, 41));
        assertThat(judgeAt(60, lagging(42)).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.FIRING, 60, 42));
        assertThat(judgeAt(300, lagging(43)).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.FIRING, 60, 43));
    }

    @Test
    void doesNotFireByARefusalThatIsOnlyRepeated() {
        judgeAt(0, refused(0));
        judgeAt(30, refused(0));

        assertThat(privileges(judgeAt(59, refused(29))))
                .extracting(Alert::state)
                .containsExactly(Alert.State.PENDING);
        assertThat(privileges(judgeAt(61, refused(31))))
                .extracting(Alert::state)
                .containsExactly(Alert.State.PENDING);
        assertThat(privileges(judgeAt(65, refused(0))))
                .extracting(Alert::name, Alert::state, Alert::since)
                .containsExactly(tuple("PatroniMonitorPrivileges", Alert.State.FIRING, second(65)));
        assertThat(privileges(judgeAt(90, refused(25))))
                .extracting(Alert::state)
                .containsExactly(Alert.State.FIRING);
    }

    @Test
    void firesByEvidenceFromWithinTheRound() {
        judgeAt(0, refused(0));
        Snapshots atItsStart = Snapshots.healthy().member("node2", m -> m.postgresRefused(Duration.ofMillis(200)));

        assertThat(privileges(judgeAt(60, atItsStart))).extracting(Alert::state).containsExactly(Alert.State.FIRING);
    }

    @Test
    void resolvesAtOnceAndStartsAnew() {
        judgeAt(0, lagging(40));
        judgeAt(60, lagging(40));

        assertThat(judgeAt(65, lagging(30)).alerts()).isEmpty();
        assertThat(judgeAt(70, lagging(40)).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.PENDING, 70, 40));
    }

    @Test
    void letsEverySeverityGoItsOwnWay() {
        judgeAt(0, lagging(40));

        assertThat(judgeAt(60, lagging(90)).alerts())
                .containsExactly(
                        lagAlert(Severity.WARNING, Alert.State.FIRING, 60, 90),
                        lagAlert(Severity.CRITICAL, Alert.State.PENDING, 60, 90));
        assertThat(judgeAt(120, lagging(90)).alerts())
                .containsExactly(
                        lagAlert(Severity.CRITICAL, Alert.State.FIRING, 120, 90),
                        lagAlert(Severity.WARNING, Alert.State.FIRING, 60, 90));
    }

    @Test
    void firesAtOnceWithoutAPendingTime() {
        Alert alert = judgeAt(0, Snapshots.healthy().failovers(2)).alerts().get(0);

        assertThat(alert.name()).isEqualTo("PatroniFailovers");
        assertThat(alert.isFiring()).isTrue();
        assertThat(alert.since()).isEqualTo(Snapshots.NOON);
    }

    @Test
    void holdsWhatFiresForABoundedTimeWhileTheFactsAreUnknown() {
        judgeAt(0, lagging(40));
        judgeAt(60, lagging(40));

        assertThat(judgeAt(65, lagUnknown()).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.HELD, 60, 40));
        assertThat(judgeAt(360, lagUnknown()).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.HELD, 60, 40));
        assertThat(judgeAt(361, lagUnknown()).alerts()).isEmpty();
        assertThat(judgeAt(362, lagging(40)).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.PENDING, 362, 40));
    }

    @Test
    void doesNotMoveOnFromPendingWhileTheFactsAreUnknown() {
        judgeAt(0, lagging(40));

        assertThat(judgeAt(100, lagUnknown()).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.PENDING, 0, 40));
        assertThat(judgeAt(105, lagging(45)).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.PENDING, 105, 45));
        assertThat(judgeAt(165, lagging(45)).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.FIRING, 165, 45));
    }

    @Test
    void goesOnFiringWhenTheFactsAreKnownAgain() {
        judgeAt(0, lagging(40));
        judgeAt(60, lagging(40));
        judgeAt(65, lagUnknown());

        assertThat(judgeAt(70, lagging(45)).alerts())
                .containsExactly(lagAlert(Severity.WARNING, Alert.State.FIRING, 60, 45));
    }

    @Test
    void marksWhatAPauseMakesMeaninglessForTheWindowOnly() {
        judgeAt(0, lagging(40).paused());

        assertThat(maintenanceAt(60, lagging(40).paused())).containsEntry("PatroniReplicationLagSeconds", true);
        assertThat(maintenanceAt(4 * 3600 - 1, lagging(40).paused()))
                .containsEntry("PatroniReplicationLagSeconds", true);
        assertThat(maintenanceAt(4 * 3600, lagging(40).paused())).containsEntry("PatroniReplicationLagSeconds", false);
    }

    @Test
    void neverMarksAnOutage() {
        Snapshots outage =
                lagging(40).paused().leader("node1", Certainty.NO).splitBrain("node1 and node2 accept writes");

        assertThat(maintenanceAt(0, outage))
                .containsEntry("PatroniNoLeader", false)
                .containsEntry("PatroniSplitBrain", false)
                .containsEntry("PatroniPaused", false);
    }

    @Test
    void countsTheNextPauseAnew() {
        maintenanceAt(0, lagging(40).paused());
        maintenanceAt(3 * 3600, lagging(40));

        assertThat(maintenanceAt(3 * 3600 + 5, lagging(40).paused()))
                .containsEntry("PatroniReplicationLagSeconds", true);
        assertThat(maintenanceAt(6 * 3600, lagging(40).paused())).containsEntry("PatroniReplicationLagSeconds", true);
    }

    @Test
    void marksAroundAScheduledSwitchoverOnly() {
        Snapshots scheduled = lagging(40).scheduledSwitchover(second(10 * 3600));

        assertThat(maintenanceAt(0, scheduled)).containsEntry("PatroniReplicationLagSeconds", false);
        assertThat(maintenanceAt(6 * 3600 + 1, scheduled)).containsEntry("PatroniReplicationLagSeconds", true);
    }

    @Test
    void beginsAnewWhenTheWindowCloses() {
        judgeAt(0, lagging(40).paused());
        judgeAt(60, lagging(40).paused());

        Alert paging = judgeAt(65, lagging(40)).alerts().get(0);

        assertThat(paging.identity().maintenance()).isFalse();
        assertThat(paging.state()).isEqualTo(Alert.State.PENDING);
        assertThat(judgeAt(70, lagging(40)).maintenance()).isFalse();
    }

    private Map<String, Boolean> maintenanceAt(long seconds, Snapshots snapshot) {
        Map<String, Boolean> marked = new HashMap<>();
        judgeAt(seconds, snapshot)
                .alerts()
                .forEach(alert -> marked.put(alert.name(), alert.identity().maintenance()));
        return marked;
    }

    @Test
    void countsTheHoldFromTheLastTimeTheFactsWereKnown() {
        judgeAt(0, lagging(40));
        judgeAt(290, lagUnknown());
        judgeAt(295, lagging(40));

        assertThat(judgeAt(595, lagUnknown()).alerts()).hasSize(1);
        assertThat(judgeAt(596, lagUnknown()).alerts()).isEmpty();
    }

    @Test
    void makesNoAlertOutOfTheUnknown() {
        assertThat(judgeAt(0, lagUnknown()).alerts()).isEmpty();
        assertThat(judgeAt(600, lagUnknown()).alerts()).isEmpty();
    }

    @Test
    void forgetsAMemberThatIsNoLongerThere() {
        judgeAt(0, lagging(40));
        judgeAt(60, lagging(40));

        assertThat(judgeAt(65, Snapshots.healthy().without("node2").expecting(2))
                        .alerts())
                .isEmpty();
    }

    @Test
    void replacesAClusterThatWentBlindByTheAlertThatSaysSo() {
        judgeAt(0, lagging(40));
        judgeAt(60, lagging(40));

        ClusterReport held = judgeAt(65, Snapshots.healthy().blind());
        assertThat(held.state()).isEqualTo(ClusterState.BLIND);
        assertThat(names(held)).containsExactly("PatroniReplicationLagSeconds", "PatroniClusterBlind");

        ClusterReport replaced = judgeAt(400, Snapshots.healthy().blind());
        assertThat(names(replaced)).containsExactly("PatroniClusterBlind");
        assertThat(replaced.alerts().get(0).isFiring()).isTrue();
    }

    @Test
    void keepsASplitBrainWhenOneOfTheWritersVanishes() {
        judgeAt(0, splitBrain());
        judgeAt(10, splitBrain());

        ClusterReport unproven = judgeAt(15, Snapshots.healthy().down("node2", Diagnosis.HOST_GONE));
        assertThat(names(unproven)).startsWith("PatroniSplitBrain");
        assertThat(unproven.state()).isEqualTo(ClusterState.CRITICAL);

        assertThat(names(judgeAt(20, Snapshots.healthy()))).isEmpty();
    }

    @Test
    void isCriticalAtOnceWhenWritersAreSplit() {
        ClusterReport report = judgeAt(0, splitBrain());

        assertThat(report.state()).isEqualTo(ClusterState.CRITICAL);
        assertThat(report.alerts()).extracting(Alert::isFiring).containsExactly(true);
    }

    @Test
    void keepsTheLabelOfMaintenanceWhileTheDcsIsNotShown() {
        Snapshots scheduled = Snapshots.healthy()
                .down("node3", Diagnosis.PROCESSES_DOWN)
                .scheduledSwitchover(Snapshots.NOON.plusSeconds(3600));
        judgeAt(0, scheduled);
        ClusterReport unseen = judgeAt(
                5, Snapshots.healthy().down("node3", Diagnosis.PROCESSES_DOWN).dcsUnreadable());

        assertThat(unseen.maintenance()).isTrue();
        assertThat(unseen.alerts())
                .filteredOn(alert -> alert.name().equals("PatroniMemberDown"))
                .allMatch(alert -> alert.since().equals(Snapshots.NOON));
        assertThat(judgeAt(10, Snapshots.healthy()).maintenance())
                .as("cancelled")
                .isFalse();
    }

    @Test
    void staysInMaintenanceAfterTheScheduledSwitchoverWasCarriedOut() {
        judgeAt(0, Snapshots.healthy().scheduledSwitchover(Snapshots.NOON.plusSeconds(2)));

        assertThat(judgeAt(5, Snapshots.healthy()).maintenance()).isTrue();
        assertThat(judgeAt(5 * 3600, Snapshots.healthy()).maintenance()).isFalse();
    }

    @Test
    void isNotHealthyWhileSomethingThatWasAskedIsUnread() {
        ClusterReport report =
                judgeAt(0, Snapshots.healthy().member("node2", member -> member.postgresFails(FailureKind.AUTH)));

        assertThat(report.state()).isEqualTo(ClusterState.DEGRADED);
        assertThat(judgeAt(5, Snapshots.healthy().formerLeader("n9 led before")).state())
                .isEqualTo(ClusterState.DEGRADED);
        assertThat(judgeAt(10, Snapshots.healthy()).state()).isEqualTo(ClusterState.HEALTHY);
    }

    @Test
    void isDegradedAtOnceWhenAReplicaIsDown() {
        assertThat(judgeAt(0, Snapshots.healthy().diagnosis("node3", Diagnosis.PATRONI_DOWN))
                        .state())
                .isEqualTo(ClusterState.DEGRADED);
    }

    @Test
    void staysHealthyThroughAShortPauseAndDegradesInAForgottenOne() {
        assertThat(judgeAt(0, Snapshots.healthy().paused()).state()).isEqualTo(ClusterState.HEALTHY);
        assertThat(judgeAt(1799, Snapshots.healthy().paused()).state()).isEqualTo(ClusterState.HEALTHY);
        assertThat(judgeAt(1800, Snapshots.healthy().paused()).state()).isEqualTo(ClusterState.DEGRADED);
        assertThat(judgeAt(4 * 3600, Snapshots.healthy().paused()).state()).isEqualTo(ClusterState.CRITICAL);
    }

    @Test
    void waitsForReplicasToFollowBeforeItCallsAClusterCritical() {
        Snapshots switched = Snapshots.healthy()
                .member("node2", m -> m.timeline(3, 3))
                .candidates(new FailoverCandidate("node2", "on timeline 3"));

        assertThat(judgeAt(0, switched).state()).isEqualTo(ClusterState.HEALTHY);
        assertThat(judgeAt(60, switched).state()).isEqualTo(ClusterState.CRITICAL);
    }

    @Test
    void saysNothingAboutTheClusterByWhatIsWrongWithTheMonitor() {
        judgeAt(0, Snapshots.healthy().member("node2", Member::withoutPrivileges));
        ClusterReport report = judgeAt(60, Snapshots.healthy().member("node2", Member::withoutPrivileges));

        assertThat(names(report)).containsExactly("PatroniMonitorPrivileges");
        assertThat(report.state()).isEqualTo(ClusterState.HEALTHY);
    }

    @Test
    void putsTheWorstFirst() {
        Snapshots bad = Snapshots.healthy()
                .leader("node1", Certainty.NO)
                .diagnosis("node2", Diagnosis.HOST_GONE)
                .failovers(4);

        assertThat(judgeAt(0, bad).alerts())
                .extracting(alert -> alert.state() + " " + alert.severity() + " " + alert.name())
                .containsExactly(
                        "FIRING CRITICAL PatroniFailovers",
                        "FIRING WARNING PatroniFailovers",
                        "PENDING CRITICAL PatroniNoLeader",
                        "PENDING WARNING PatroniMemberDown",
                        "PENDING WARNING PatroniMembersMissing");
    }

    @Test
    void usesTheLimitsThatAreConfiguredNow() {
        judgeAt(0, lagging(40));
        Thresholds higher = Configs.thresholds("replication-lag-seconds { warning = 50, critical = off, for = 0s }");

        assertThat(judge.judge(
                                Snapshots.config(higher),
                                lagging(40).at(second(5)).build())
                        .alerts())
                .isEmpty();
    }

    private ClusterReport judgeAt(long seconds, Snapshots snapshot) {
        return judge.judge(Snapshots.config(), snapshot.at(second(seconds)).build());
    }

    private static Instant second(long seconds) {
        return Snapshots.NOON.plusSeconds(seconds);
    }

    private static Snapshots lagging(long seconds) {
        return Snapshots.healthy().lag("node2", new ReplicationLag.Known(Duration.ofSeconds(seconds), 1024, false));
    }

    private static Snapshots refused(long secondsAgo) {
        return Snapshots.healthy().member("node2", m -> m.postgresRefused(Duration.ofSeconds(secondsAgo)));
    }

    private static Snapshots lagUnknown() {
        return Snapshots.healthy().lag("node2", new ReplicationLag.Unknown("the primary can't be read"));
    }

    private static List<Alert> privileges(ClusterReport report) {
        return report.alerts().stream()
                .filter(alert -> alert.name().equals("PatroniMonitorPrivileges"))
                .toList();
    }

    private static Snapshots splitBrain() {
        return Snapshots.healthy().writable("node1", "node2").splitBrain("node1 and node2 accept writes");
    }

    /** Of a limit that has to hold for 60 s. */
    private static Alert lagAlert(Severity severity, Alert.State state, long since, long value) {
        return new Alert(
                new Alert.Identity("PatroniReplicationLagSeconds", severity, "node2", false),
                state,
                second(state == Alert.State.PENDING ? since : since - 60),
                second(since),
                value,
                "node2 of greenlang-cluster is " + value + " s behind the primary.");
    }

    private static List<String> names(ClusterReport report) {
        return report.alerts().stream().map(Alert::name).toList();
    }
}
