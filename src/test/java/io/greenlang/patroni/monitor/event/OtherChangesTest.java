package io.greenlang.patroni.monitor.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.testing.BackupSamples;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of change in the words that people read. */
class OtherChangesTest {
    private static final Instant LATER = Snapshots.NOON.plusSeconds(7);

    @Test
    void aSplitBrainBeginsWithItsProofAndEndsWithTheOther() {
        Story story = Story.ofAHealthyCluster()
                .times(
                        2,
                        snapshot -> snapshot.splitBrain("node1 (timeline 4) and node2 (timeline 5) both accept writes"))
                .times(3, snapshot -> snapshot.down("node3", Diagnosis.NOT_READABLE))
                .then(snapshot -> {});
        assertThat(story.lines())
                .containsExactly(
                        "split_brain_begin: SPLIT BRAIN: node1 (timeline 4) and node2 (timeline 5) both accept writes",
                        "split_brain_end: The split brain ended after 25.0 s");
    }

    @Test
    void aSplitBrainThatTheFirstLookFindsIsTold() {
        assertThat(new Story()
                        .times(3, snapshot -> snapshot.splitBrain("two write"))
                        .lines())
                .containsExactly("split_brain_begin: SPLIT BRAIN: two write");
    }

    @Test
    void theDcsIsLostWhenNoMemberReachesItAndBackWhenOneDoes() {
        Story story = Story.ofAHealthyCluster()
                .times(2, snapshot -> everyone(snapshot, Duration.ofSeconds(19)))
                .times(3, snapshot -> everyone(snapshot, Duration.ofSeconds(21)))
                .times(2, snapshot -> snapshot.blind())
                .then(snapshot -> {});
        assertThat(story.lines())
                .startsWith("dcs_lost: No member has reached the DCS for 21 s; after 30 s the leader must step down")
                .contains("dcs_back: The DCS is reached again, 25.0 s after it was found lost");
    }

    /** An API server that hangs leaves Patroni's watch open, so that members have just reached it. */
    @Test
    void theDcsIsLostWhenTheMonitorCanNotReadItAndTheLeaderGoesOnInFailsafeMode() {
        Story story = Story.ofAHealthyCluster()
                .times(2, snapshot -> snapshot.dcs(DcsStates.endpointsOnly(0, 0, 3)))
                .times(
                        2,
                        snapshot -> snapshot.dcs(DcsStates.endpointsOnly(0, 0, 3))
                                .member("node1", member -> member.flags(Flag.FAILSAFE_ACTIVE)))
                .then(snapshot -> snapshot.dcs(DcsStates.sound("node1", null)));

        assertThat(story.lines())
                .containsExactly(
                        "dcs_lost: The monitor can't read the DCS, and the leader goes on in failsafe mode",
                        "dcs_back: The DCS is reached again, 10.0 s after it was found lost");
    }

    /** A replica is dead for long, so that it must be seen twice; the others' contact stays fresh by a watch that brings nothing. */
    @Test
    void theDcsIsLostInFailsafeModeThoughOneMemberIsSilentAndOthersSayTheyReachIt() {
        Story story = Story.ofAHealthyCluster()
                .times(
                        3,
                        snapshot -> snapshot.dcs(DcsStates.endpointsOnly(0, 0, 3))
                                .member(
                                        "node1",
                                        member -> member.flags(Flag.FAILSAFE_ACTIVE)
                                                .dcsAge(Duration.ZERO))
                                .member("node3", member -> member.patroniFails(FailureKind.TIMEOUT)));

        assertThat(story.lines())
                .filteredOn(line -> line.startsWith("dcs_"))
                .containsExactly("dcs_lost: The monitor can't read the DCS, and the leader goes on in failsafe mode");
    }

    /** The primary gave up, and the flag of failsafe mode has gone with it: nothing is better than before. */
    @Test
    void theDcsStaysLostWhenOnlyTheSignOfItEnds() {
        Story story = Story.ofAHealthyCluster()
                .times(
                        2,
                        snapshot -> snapshot.dcs(DcsStates.endpointsOnly(0, 0, 3))
                                .member("node1", member -> member.flags(Flag.FAILSAFE_ACTIVE)))
                .times(3, snapshot -> {
                    snapshot.dcs(DcsStates.endpointsOnly(0, 0, 3));
                    List.of("node1", "node2", "node3")
                            .forEach(name -> snapshot.member(name, member -> member.flags(Flag.CLUSTER_UNLOCKED)));
                })
                .then(snapshot -> snapshot.dcs(DcsStates.sound("node1", null)));

        assertThat(story.lines())
                .filteredOn(line -> line.startsWith("dcs_"))
                .containsExactly(
                        "dcs_lost: The monitor can't read the DCS, and the leader goes on in failsafe mode",
                        "dcs_back: The DCS is reached again, 25.0 s after it was found lost");
    }

    /** The one that has just reached it answers late: the others' word is not everybody's. */
    @Test
    void theDcsIsNotLostByOneLateAnswer() {
        Consumer<Snapshots> lateOnce = snapshot -> {
            everyone(snapshot, Duration.ofMinutes(5));
            snapshot.member("node1", member -> member.patroniFails(FailureKind.TIMEOUT));
        };
        Consumer<Snapshots> well = snapshot -> {
            everyone(snapshot, Duration.ofMinutes(5));
            snapshot.member("node1", member -> member.dcsAge(Duration.ofSeconds(3)));
        };
        Story story = new Story()
                .times(2, well)
                .then(lateOnce)
                .then(well)
                .times(3, snapshot -> {
                    lateOnce.accept(snapshot);
                    snapshot.dcs(DcsStates.sound("node1", null));
                })
                .then(well);
        assertThat(story.lines()).filteredOn(line -> line.startsWith("dcs_")).isEmpty();

        assertThat(story.times(2, lateOnce).lines())
                .filteredOn(line -> line.startsWith("dcs_"))
                .as("twice, and nobody reads it")
                .singleElement()
                .asString()
                .startsWith("dcs_lost: No member has reached the DCS for 4 min");
        assertThat(story.events().get(story.events().size() - 1).at())
                .as("when it was first seen")
                .isEqualTo(story.now().minusSeconds(10));
    }

    /** The age is that of the time which the event has. */
    @Test
    void theDcsIsLostSinceItWasFirstSeenToBe() {
        Story story = Story.ofAHealthyCluster();
        for (int age = 21; age <= 80; age += 59) {
            Duration since = Duration.ofSeconds(age);
            story.then(snapshot -> {
                        everyone(snapshot, since);
                        snapshot.member("node1", member -> member.patroniFails(FailureKind.TIMEOUT));
                    })
                    .wait(Duration.ofSeconds(54));
        }

        assertThat(story.only().sentence()).startsWith("No member has reached the DCS for 21 s;");
        assertThat(story.only().data()).containsEntry("last_contact_seconds_ago", 21.0);
    }

    /** It was reached after the first sight, while nobody told. */
    @Test
    void theDcsIsNotLostSinceATimeAfterWhichItWasReached() {
        Consumer<Snapshots> silent = snapshot -> snapshot.member("node1", m -> m.patroniFails(FailureKind.TIMEOUT));
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> {
                    everyone(snapshot, Duration.ofSeconds(21));
                    silent.accept(snapshot);
                })
                .wait(Duration.ofSeconds(30));
        for (int age = 25; age <= 30; age += 5) {
            Duration since = Duration.ofSeconds(age);
            story.then(snapshot -> {
                everyone(snapshot, since);
                silent.accept(snapshot);
            });
        }

        assertThat(story.only().sentence()).startsWith("No member has reached the DCS for 25 s;");
        assertThat(story.only().at()).isEqualTo(story.now().minusSeconds(10));
    }

    /** The monitor reads it, and sees that nobody holds the lock: a replica that is dead for long says nothing against it. */
    @Test
    void theDcsIsLostWhenTheMonitorReachesItAndNoMemberThatAnswersDoes() {
        Story story = new Story()
                .times(2, snapshot -> snapshot.down("node3", Diagnosis.HOST_GONE))
                .times(2, snapshot -> {
                    everyone(snapshot, Duration.ofSeconds(25));
                    snapshot.down("node3", Diagnosis.HOST_GONE).dcs(DcsStates.sound(null, null));
                });
        assertThat(story.lines())
                .filteredOn(line -> line.startsWith("dcs_"))
                .singleElement()
                .asString()
                .startsWith("dcs_lost: No member has reached the DCS for 20 s");
    }

    /** Without SQL, a node that hung is not asked again at once. */
    @Test
    void theDcsIsNotLostByALateAnswerThatIsShownTwice() {
        Story story = new Story().then(snapshot -> {});
        Instant late = story.now();
        story.times(2, snapshot -> {
            everyone(snapshot, Duration.ofMinutes(5));
            snapshot.member(
                    "node1", member -> member.patroniFails(FailureKind.TIMEOUT).answered(late));
        });
        assertThat(story.lines()).filteredOn(line -> line.startsWith("dcs_")).isEmpty();
    }

    private static void everyone(Snapshots snapshot, Duration age) {
        snapshot.dcsUnreadable();
        List.of("node1", "node2", "node3").forEach(name -> snapshot.member(name, member -> member.dcsAge(age)));
    }

    @Test
    void blindnessIsToldAtTheSecondSnapshotAndItsEndAtOnce() {
        assertThat(Story.ofAHealthyCluster()
                        .then(Snapshots::blind)
                        .then(snapshot -> {})
                        .lines())
                .isEmpty();
        assertThat(Story.ofAHealthyCluster()
                        .times(3, Snapshots::blind)
                        .then(snapshot -> {})
                        .lines())
                .containsExactly(
                        "monitor_blind: The monitor can't read any member",
                        "monitor_sees_again: The monitor can read members again after 15.0 s");
    }

    @Test
    void aScheduledSwitchoverIsScheduledAndCancelled() {
        Instant due = Snapshots.NOON.plus(Duration.ofHours(2));
        Story story = Story.ofAHealthyCluster()
                .times(2, snapshot -> snapshot.scheduledSwitchover(due))
                .times(3, Snapshots::dcsUnreadable)
                .times(2, snapshot -> snapshot.scheduledSwitchover(due.plusSeconds(60)))
                .times(2, snapshot -> {});
        assertThat(story.lines())
                .containsExactly(
                        "switchover_scheduled: A switchover from node1 to node2 is scheduled for 2026-11-22T14:00:00Z",
                        "switchover_scheduled: A switchover from node1 to node2 is scheduled for 2026-11-22T14:01:00Z,"
                                + " it was for 2026-11-22T14:00:00Z",
                        "switchover_cancelled: The switchover from node1 to node2 scheduled for 2026-11-22T14:01:00Z"
                                + " was cancelled");
    }

    @Test
    void aScheduledSwitchoverIsCarriedOut() {
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> snapshot.scheduledSwitchover(LATER))
                .times(2, snapshot -> {})
                .then(snapshot -> snapshot.lastFailover("node1", "node2")
                        .changes(new LeaderChange(LATER, 4, "node1", "node2", null, Certainty.YES)));
        assertThat(story.lines())
                .last()
                .isEqualTo("switchover_done: The switchover from node1 to node2 scheduled for 2026-11-22T12:00:07Z"
                        + " was carried out: node2 leads");
    }

    /** Before most members show that the plan is gone. */
    @Test
    void aSwitchoverThatAFailoverFollowedWasCarriedOut() {
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> snapshot.scheduledSwitchover(LATER))
                .then(snapshot -> {})
                .then(snapshot -> snapshot.changes(
                        new LeaderChange(LATER, 4, "node1", "node2", null, Certainty.YES),
                        new LeaderChange(LATER.plusSeconds(3), 5, "node2", "node3", null, Certainty.NO)));
        assertThat(story.events()).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.SWITCHOVER_DONE);
            assertThat(event.sentence()).endsWith(" was carried out: node2 leads");
            assertThat(event.data()).containsEntry("planned", true);
        });
    }

    /** The old leader was gone when it was due. */
    @ParameterizedTest
    @CsvSource({
        "NO, switchover_cancelled, did not happen; after a failover node2 leads",
        "UNKNOWN, switchover_done, 'may have been carried out, or there was a failover: node2 leads'"
    })
    void aFailoverIsNoSwitchoverThatWasCarriedOut(Certainty planned, String type, String outcome) {
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> snapshot.scheduledSwitchover(LATER))
                .times(2, snapshot -> {})
                .then(snapshot -> snapshot.changes(new LeaderChange(LATER, 4, "node1", "node2", null, planned)));
        assertThat(story.lines())
                .last()
                .isEqualTo(type + ": The switchover from node1 to node2 scheduled for 2026-11-22T12:00:07Z " + outcome);
    }

    @Test
    void aScheduledSwitchoverThatDoesNotHappenIsTold() {
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> snapshot.scheduledSwitchover(LATER))
                .times(30, snapshot -> {});
        assertThat(story.lines())
                .hasSize(2)
                .last()
                .isEqualTo("switchover_cancelled: The switchover from node1 to node2 was due at 2026-11-22T12:00:07Z"
                        + " and did not happen");
    }

    @Test
    void aRestartOfPostgresIsOneEvent() {
        Story story = Story.ofAHealthyCluster()
                .times(3, snapshot -> snapshot.member("node2", member -> member.started(LATER)));
        assertThat(story.only().sentence()).isEqualTo("PostgreSQL on node2 (replica) was restarted");
        assertThat(story.only().data()).containsEntry("started_at", LATER.toString());
    }

    @Test
    void aStartTimeThatDiffersByRoundingIsNoRestart() {
        Story story = Story.ofAHealthyCluster()
                .times(
                        3,
                        snapshot -> snapshot.member(
                                "node2",
                                member -> member.started(
                                        Snapshots.NOON.minus(Duration.ofDays(1)).plusMillis(900))));
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void aRestartOfTheOldLeaderBelongsToTheLeaderChange() {
        Consumer<Snapshots> stepsDown = snapshot -> snapshot.leader(null, Certainty.NO)
                .leaderTimeline(null)
                .member("node1", member -> member.started(LATER));
        Consumer<Snapshots> node2Leads = snapshot -> snapshot.leader("node2", Certainty.YES)
                .leaderTimeline(5)
                .history(Snapshots.ended(4))
                .changes(new LeaderChange(LATER, 5, "node1", "node2", null, Certainty.YES))
                .member("node1", member -> member.started(LATER));
        Story story = Story.ofAHealthyCluster().times(2, stepsDown).times(5, node2Leads);
        assertThat(story.only().type()).isEqualTo(EventType.LEADER_CHANGE);
    }

    @Test
    void aFormerLeaderThatIsRewoundOnItsWayBackIsNoSecondRestart() {
        Consumer<Snapshots> node2Leads = snapshot -> snapshot.leader("node2", Certainty.YES)
                .leaderTimeline(5)
                .history(Snapshots.ended(4))
                .changes(new LeaderChange(LATER, 5, "node1", "node2", null, Certainty.YES));
        Consumer<Snapshots> diverged = node2Leads.andThen(snapshot -> snapshot.member(
                "node1", member -> member.started(LATER.plusSeconds(20)).noReceiver()));
        Consumer<Snapshots> rewound = node2Leads.andThen(snapshot -> snapshot.member(
                "node1", member -> member.started(LATER.plusSeconds(40)).receiver("streaming")));
        Consumer<Snapshots> restartedLater = node2Leads.andThen(snapshot -> snapshot.member(
                "node1", member -> member.started(LATER.plusSeconds(60)).receiver("streaming")));
        Story story = Story.ofAHealthyCluster().times(6, diverged).times(3, rewound);
        assertThat(story.only().type()).isEqualTo(EventType.LEADER_CHANGE);
        assertThat(story.times(3, restartedLater).lines())
                .hasSize(2)
                .contains("postgres_restarted: PostgreSQL on node1 (leader) was restarted");
    }

    @Test
    void aRestartOfTheLeaderThatGoesOnLeadingIsTold() {
        Story story = Story.ofAHealthyCluster()
                .times(
                        2,
                        snapshot ->
                                snapshot.leader(null, Certainty.NO).member("node1", member -> member.started(LATER)))
                .times(2, snapshot -> snapshot.member("node1", member -> member.started(LATER)));
        assertThat(story.lines()).containsExactly("postgres_restarted: PostgreSQL on node1 (leader) was restarted");
    }

    @Test
    void upgradesAreTold() {
        Story story = Story.ofAHealthyCluster()
                .times(
                        2,
                        snapshot -> snapshot.member(
                                "node2",
                                member -> member.started(LATER)
                                        .serverVersion(150_021)
                                        .patroniVersion("4.1.5")));
        assertThat(story.lines())
                .containsExactly(
                        "postgres_upgraded: PostgreSQL on node2 (replica) runs 15.21, it was 15.20",
                        "patroni_upgraded: Patroni on node2 (replica) runs 4.1.5, it was 4.1.4");
    }

    @Test
    void aChangedConfigurationIsOneEventWithWhatChanged() {
        Map<String, String> before =
                Map.of("ttl", "30", "a.max_connections", "100", "command", DynamicConfig.hidden("x"));
        Map<String, String> after =
                Map.of("ttl", "30", "a.max_connections", "150", "command", DynamicConfig.hidden("y"), "loop_wait", "5");
        Story story = new Story()
                .times(2, snapshot -> snapshot.settings(before))
                .times(3, snapshot -> snapshot.settings(after))
                .then(snapshot -> snapshot.settings(Map.of("ttl", "30", "a.max_connections", "150", "loop_wait", "5")));
        assertThat(story.lines())
                .containsExactly(
                        "configuration_changed: Configuration changed: a.max_connections from 100 to 150;"
                                + " command changed; loop_wait from unset to 5",
                        "configuration_changed: Configuration changed: command removed");
        assertThat(story.events().get(0).data())
                .containsEntry(
                        "changes",
                        List.of(
                                Map.of("key", "a.max_connections", "from", "100", "to", "150"),
                                Map.of("key", "command", "hidden", true),
                                Map.of("key", "loop_wait", "to", "5")));
    }

    /** The DCS was read, then could not be, so that what a member had shown before counts again for a round. */
    @Test
    void anOldConfigurationIsNoChangeBack() {
        Map<String, String> before = Map.of("ttl", "30");
        Map<String, String> after = Map.of("ttl", "60");
        Story story = new Story()
                .times(2, snapshot -> snapshot.settings(before))
                .then(snapshot -> snapshot.settings(after))
                .then(snapshot -> snapshot.settings(before, Duration.ofMinutes(1)))
                .then(snapshot -> snapshot.settings(after));
        assertThat(story.lines()).containsExactly("configuration_changed: Configuration changed: ttl from 30 to 60");
    }

    @Test
    void aSlotThatIsLostWhileTheLeaderCannotBeReadIsTold() {
        Story story = new Story()
                .times(2, snapshot -> slot(snapshot, "reserved"))
                .then(snapshot -> snapshot.member("node1", member -> member.postgresFails(FailureKind.TIMEOUT)))
                .then(snapshot -> slot(snapshot, "lost"));
        assertThat(story.lines()).anyMatch(line -> line.startsWith("slot_lost: Replication slot debezium"));
    }

    @Test
    void aSlotIsLostOnce() {
        Story story = new Story()
                .times(2, snapshot -> slot(snapshot, "reserved"))
                .times(3, snapshot -> slot(snapshot, "lost"));
        assertThat(story.lines())
                .containsExactly("slot_lost: Replication slot debezium on node1 (leader) is lost: its reader needs WAL"
                        + " that is gone");
    }

    private static void slot(Snapshots snapshot, String walStatus) {
        snapshot.member("node1", member -> member.slots(new Slot("debezium", "logical", false, walStatus, null, null)));
    }

    @Test
    void aNewBackupIsFinishedAndAProblemIsToldOnce() {
        Instant first = Snapshots.NOON.minus(Duration.ofHours(9));
        Instant second = Snapshots.NOON.plusSeconds(6);
        Story story = new Story()
                .times(2, snapshot -> snapshot.backups(now -> backup(now, first).build()))
                .then(snapshot -> snapshot.backups(now -> new Backups.Unseen("not asked")))
                .times(
                        2,
                        snapshot -> snapshot.backups(now -> backup(now, first)
                                .backup(1, "incr", Duration.between(second, now), false)
                                .build()))
                .times(2, snapshot -> snapshot.backups(now -> new Backups.Broken("pgBackRest ended with 103", false)));
        assertThat(story.lines())
                .hasSize(2)
                .satisfies(
                        lines -> assertThat(lines.get(0))
                                .matches(
                                        "backup_finished: Backup \\S+ \\(incr, .*\\) finished after 20 min in stanza greenlang"))
                .satisfies(lines -> assertThat(lines.get(1))
                        .isEqualTo("backup_failed: pgBackRest reports a problem: pgBackRest ended with 103"));
        assertThat(story.events().get(0).at()).isEqualTo(second);
    }

    private static BackupSamples backup(Instant now, Instant stopped) {
        return BackupSamples.at(now)
                .repository(1, Status.OK, "ok")
                .backup(1, Backup.FULL, Duration.between(stopped, now), false);
    }

    @Test
    void alertsFireAndEnd() {
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> {}, alert(Alert.State.PENDING))
                .then(snapshot -> {}, alert(Alert.State.FIRING))
                .then(snapshot -> {}, alert(Alert.State.HELD))
                .then(snapshot -> {}, alert(Alert.State.FIRING))
                .then(snapshot -> {});
        assertThat(story.lines())
                .containsExactly(
                        "alert_fires: PatroniMemberDown (warning) fires: node3 hangs",
                        "alert_ends: PatroniMemberDown (warning) of node3 no longer fires after 15.0 s");
        assertThat(story.events().get(0).data())
                .containsEntry("alertname", "PatroniMemberDown")
                .containsEntry("severity", "warning");
    }

    @Test
    void anAlertThatEndsUnseenSaysSo() {
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> {}, alert(Alert.State.HELD))
                .then(snapshot -> {});
        assertThat(story.lines())
                .last()
                .asString()
                .endsWith("no longer fires after 5.0 s; what it rests on could not be read in the end");
    }

    private static Alert alert(Alert.State state) {
        return new Alert(
                new Alert.Identity("PatroniMemberDown", Severity.WARNING, "node3", false),
                state,
                Snapshots.NOON,
                1,
                "node3 hangs.");
    }

    @Test
    void gapsSayHowExactlyTheyAreKnown() {
        Instant from = Snapshots.NOON;
        assertThat(MonitorLife.gap("c", from, from.plusSeconds(200), true).sentence())
                .isEqualTo("Nobody watched for 3 min: what happened in that time is missing");
        assertThat(MonitorLife.gap("c", from, from.plusSeconds(200), false).data())
                .containsEntry("gap_seconds_at_most", 200.0)
                .containsEntry("exact", false);
    }
}
