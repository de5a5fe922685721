package io.greenlang.patroni.monitor.incident;

import static io.greenlang.patroni.monitor.incident.IncidentStory.andFollowed;
import static io.greenlang.patroni.monitor.incident.IncidentStory.node2Leads;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    @Test
    void aHealthyClusterHasNone() {
        IncidentStory story = new IncidentStory().times(100, snapshot -> {});
        assertThat(story.open()).isNull();
        assertThat(story.records()).isEmpty();
    }

    @Test
    void aFailoverIsOneRecordWithWhatWasSeen() {
        IncidentStory story = new IncidentStory()
                .then(snapshot -> {})
                .times(3, IncidentStory::withoutLeader)
                .times(2, node2Leads(Certainty.NO));
        assertThat(story.open()).isNotNull();
        assertThat(story.open().to()).isEqualTo("node2");
        assertThat(story.open().openEnds()).contains("node3 does not stream from node2 yet, or can't be read");

        story.times(4, andFollowed(node2Leads(Certainty.NO)));

        assertThat(story.open()).isNull();
        Incident record = only(story);
        assertThat(record.kind()).isEqualTo(Incident.Kind.FAILOVER);
        assertThat(record.from()).isEqualTo("node1");
        assertThat(record.to()).isEqualTo("node2");
        assertThat(record.began()).isEqualTo(Snapshots.NOON);
        assertThat(record.outage().seconds()).isEqualTo(12.34);
        assertThat(record.loss()).isEqualTo(new Incident.Loss(1_500_000L, true, "last seen position"));
        assertThat(record.moments())
                .extracting(Moment::what)
                .containsSubsequence("last_answer", "unread", "member_down", "timeline", "writable", "follows");
        assertThat(record.moments()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(record.candidates())
                .extracting(Candidate::member, Candidate::prospect, Candidate::mostBytes)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("node2", "chosen", 2_048L),
                        org.assertj.core.groups.Tuple.tuple("node3", "excluded", null));
        assertThat(record.choice()).isEqualTo("node2 was the only one that could win the race for the leader lock");
        assertThat(record.settings()).containsEntry("ttl", "30 s").containsEntry("synchronous_mode", "off");
        assertThat(story.told().get(0).type()).isEqualTo(EventType.INCIDENT);
        assertThat(story.told().get(0).sentence())
                .isEqualTo("The record of the failover is complete: at most 12.4 s without a writable leader,"
                        + " patroni-monitor incident --cluster greenlang-cluster --at 2026-11-22T12:00:00Z");
    }

    @Test
    void aPlannedSwitchoverLeavesNoRecordUnlessItTookLong() {
        IncidentStory quick = new IncidentStory().then(snapshot -> {}).times(8, andFollowed(node2Leads(Certainty.YES)));
        assertThat(quick.open()).isNull();
        assertThat(quick.records()).isEmpty();

        Incident record = only(new IncidentStory()
                .then(snapshot -> {})
                .times(8, IncidentStory::withoutLeader)
                .then(snapshot -> {})
                .then(IncidentStory::withoutLeader)
                .times(8, andFollowed(node2Leads(Certainty.YES))));
        assertThat(record.kind()).isEqualTo(Incident.Kind.SWITCHOVER);
        assertThat(record.choice()).isEqualTo("node2 took over as planned");
        assertThat(record.outage().seconds()).isEqualTo(55.0);
    }

    @Test
    void aRestartOfTheLeaderLeavesNoRecordUnlessItTookLong() {
        Consumer<Snapshots> restarts =
                snapshot -> snapshot.leader(null, Certainty.NO).leaderTimeline(null);
        assertThat(new IncidentStory()
                        .then(snapshot -> {})
                        .times(2, restarts)
                        .times(8, snapshot -> {})
                        .records())
                .isEmpty();
        assertThat(only(new IncidentStory()
                                .then(snapshot -> {})
                                .times(6, restarts)
                                .times(8, snapshot -> {}))
                        .kind())
                .isEqualTo(Incident.Kind.OUTAGE);
    }

    @Test
    void theSameLeaderAgainIsAnOutage() {
        Incident record = only(new IncidentStory()
                .then(snapshot -> {})
                .times(2, IncidentStory::withoutLeader)
                .times(8, snapshot -> {}));
        assertThat(record.kind()).isEqualTo(Incident.Kind.OUTAGE);
        assertThat(record.outage().seconds()).isEqualTo(15.0);
        assertThat(record.loss().bytes()).isNull();
        assertThat(record.choice()).isEqualTo("No other member took over");
    }

    @Test
    void whatCannotBeReadBeginsNothingAndEndsNothing() {
        IncidentStory story = new IncidentStory().then(snapshot -> {}).times(20, IncidentStory::unreadable);
        assertThat(story.open()).isNull();

        story.then(IncidentStory::withoutLeader).times(50, IncidentStory::unreadable);

        assertThat(story.open()).isNotNull();
        assertThat(story.open().outage().seconds()).isNull();
        assertThat(story.open().began()).isEqualTo(Snapshots.NOON);
    }

    @Test
    void aSecondLossBeforeItsEndBelongsToIt() {
        Incident record = only(new IncidentStory()
                .then(snapshot -> {})
                .times(2, IncidentStory::withoutLeader)
                .then(snapshot -> {})
                .times(2, IncidentStory::withoutLeader)
                .times(8, snapshot -> {}));
        assertThat(record.outage().seconds()).isEqualTo(30.0);
    }

    @Test
    void anOutageInTwoPartsIsTheirSumWhateverTheLeaderChangeSays() {
        Incident record = only(new IncidentStory()
                .then(snapshot -> {})
                .times(2, IncidentStory::withoutLeader)
                .then(snapshot -> {})
                .times(3, IncidentStory::withoutLeader)
                .times(8, andFollowed(node2Leads(Certainty.NO))));
        assertThat(record.outage().seconds()).isEqualTo(35.0);
    }

    @Test
    void whatBelongsToTheLastRecordIsNotInTheNext() {
        IncidentStory story = new IncidentStory()
                .then(snapshot -> {})
                .times(8, andFollowed(node2Leads(Certainty.YES)))
                .then(IncidentStory::withoutLeader);
        assertThat(story.open().moments()).extracting(Moment::what).doesNotContain("leader_change");
    }

    @Test
    void aGapIsAMomentAndAnOpenEnd() {
        IncidentStory story = new IncidentStory()
                .then(snapshot -> {})
                .then(IncidentStory::withoutLeader)
                .interrupted();
        story.then(IncidentStory::withoutLeader);
        assertThat(story.open().moments()).extracting(Moment::what).contains("monitor_gap");
        assertThat(story.open().openEnds())
                .contains("The monitor did not watch all the time, so times may be wrong and events missing");
    }

    @Test
    void goesOnAfterARestart() {
        IncidentStory story = new IncidentStory()
                .then(snapshot -> {})
                .times(2, IncidentStory::withoutLeader)
                .restarted()
                .then(IncidentStory::withoutLeader)
                .restarted()
                .times(2, node2Leads(Certainty.NO))
                .restarted()
                .times(8, andFollowed(node2Leads(Certainty.NO)));
        Incident record = only(story);
        assertThat(record.from()).isEqualTo("node1");
        assertThat(record.outage().seconds()).isEqualTo(12.34);
        assertThat(record.moments()).extracting(Moment::what).containsOnlyOnce("last_answer", "timeline");
    }

    @Test
    void whoDoesNotFollowEndsUpAsAnOpenEnd() {
        IncidentStory story = new IncidentStory()
                .then(snapshot -> {})
                .then(IncidentStory::withoutLeader)
                .times(119, node2Leads(Certainty.NO));
        assertThat(story.records()).isEmpty();
        assertThat(only(story.times(2, node2Leads(Certainty.NO))).openEnds())
                .contains("node3 does not stream from node2 yet, or can't be read");
    }

    @Test
    void anOutageThatTheWatchBeganWithHasNoLeaderBefore() {
        Incident record =
                only(new IncidentStory().times(2, IncidentStory::withoutLeader).times(8, snapshot -> {}));
        assertThat(record.from()).isNull();
        assertThat(record.outage().seconds()).isNull();
        assertThat(record.outage().knownBy()).isEqualTo("it began before the watch, and lasted at least 10.0 s of it");
        assertThat(record.choice()).isEqualTo("Who led before is not known");
        assertThat(record.moments()).extracting(Moment::what).contains("watch_began");
    }

    @Test
    void timesAreByTheWallClock() {
        ClockOffset ahead = new ClockOffset(Duration.ofHours(1));
        IncidentStory story = new IncidentStory()
                .then(snapshot -> snapshot.wall(ahead))
                .then(snapshot -> {
                    IncidentStory.withoutLeader(snapshot);
                    snapshot.wall(ahead);
                });
        assertThat(story.open().began()).isEqualTo(Snapshots.NOON.plus(Duration.ofHours(1)));
    }

    @Test
    void aSecondChangeDoesNotHideTheFirst() {
        IncidentStory story = new IncidentStory()
                .then(snapshot -> {})
                .times(2, IncidentStory::withoutLeader)
                .times(3, node2Leads(Certainty.NO));
        story.times(10, IncidentStory.node3LeadsAsPlanned());
        Incident record = only(story);
        assertThat(record.kind()).isEqualTo(Incident.Kind.FAILOVER);
        assertThat(record.to()).isEqualTo("node3");
        assertThat(record.loss().bytes()).isEqualTo(1_500_000L);
        assertThat(record.loss().atLeast()).isTrue();
        assertThat(record.outage().seconds()).isEqualTo(20.0);
    }

    @Test
    void aStandbyLeaderOnANewTimelineOfItsUpstreamIsNoIncident() {
        IncidentStory story = new IncidentStory()
                .times(2, snapshot -> snapshot.standbyCluster().writable())
                .times(5, snapshot -> snapshot.standbyCluster().writable().leaderTimeline(5));
        assertThat(story.open()).isNull();
        assertThat(story.records()).isEmpty();
    }

    @Test
    void whatIsDamagedOrOfTheFutureIsForgotten() {
        Instant now = Snapshots.NOON;
        assertThat(IncidentMemory.of(Map.of("normal", "x"), now, Duration.ZERO).keep())
                .isEqualTo(new IncidentMemory.Kept(null, null));
        IncidentStory story = new IncidentStory().then(snapshot -> {}).then(IncidentStory::withoutLeader);
        IncidentMemory.Kept kept = story.memory().keep();
        assertThat(IncidentMemory.of(kept, now.plusSeconds(10), Duration.ofSeconds(5))
                        .keep()
                        .open())
                .isNotNull();
        assertThat(IncidentMemory.of(kept, now.minusSeconds(86_400), Duration.ZERO)
                        .keep())
                .isEqualTo(new IncidentMemory.Kept(null, null));
        assertThat(IncidentMemory.of(kept, now.plusSeconds(7_200), Duration.ofHours(2))
                        .keep()
                        .open())
                .isNull();
    }

    @Test
    void isBoundedAndTellsTheStoryToItsEnd() {
        OpenIncident incident =
                OpenIncident.after(Normal.unseen(Snapshots.healthy().build()));
        for (int i = 0; i < 1_000; i++) {
            incident.tell("key" + i, new Moment(Snapshots.NOON, "word" + i % 30, null, "again".repeat(1_000)));
        }
        assertThat(incident.moments()).hasSize(OpenIncident.MOST_MOMENTS);
        assertThat(incident.isLeftOut()).isTrue();
        incident.tell("end", new Moment(Snapshots.NOON, Moments.WRITABLE, null, "node2 leads"));
        assertThat(incident.moments()).hasSize(OpenIncident.MOST_MOMENTS + 1);
        assertThat(incident.moments())
                .allSatisfy(moment -> assertThat(moment.sentence()).hasSizeLessThan(402));
    }

    private static Incident only(IncidentStory story) {
        List<Incident> records = story.records();
        assertThat(records).hasSize(1);
        return records.get(0);
    }
}
