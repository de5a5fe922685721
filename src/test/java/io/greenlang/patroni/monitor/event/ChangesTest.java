package io.greenlang.patroni.monitor.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangesTest {
    @Test
    void everyTypeIsToldByOneChangeOrByTheWatchItselfOrWithTheRecord() {
        List<EventType> told = new ArrayList<>(MonitorLife.TYPES);
        told.add(EventType.INCIDENT);
        Changes.ALL.stream().map(Change::types).flatMap(Set::stream).forEach(told::add);
        assertThat(told).doesNotHaveDuplicates().containsExactlyInAnyOrder(EventType.values());
    }

    @Test
    void aQuietHourHasNoEvents() {
        assertThat(Story.ofAHealthyCluster().times(720, snapshot -> {}).lines()).isEmpty();
    }

    @Test
    void beforeTheFirstPollNothingHappens() {
        assertThat(Changes.between(new EventMemory(), ClusterReport.awaiting(Snapshots.config())))
                .isEmpty();
    }

    @Test
    void theFirstLookIsNoChangeHoweverBadItIs() {
        Story story = new Story()
                .then(snapshot -> snapshot.down("node3", Diagnosis.HOST_GONE).paused())
                .times(
                        3,
                        snapshot -> snapshot.down("node3", Diagnosis.HOST_GONE).paused());
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void factsThatFlapBetweenKnownAndUnknownAreNoEvents() {
        Story story = Story.ofAHealthyCluster();
        for (int i = 0; i < 100; i++) {
            story.then(snapshot -> snapshot.dcsUnreadable()
                            .diagnosis("node2", Diagnosis.NOT_READABLE)
                            .leader(null, Certainty.UNKNOWN)
                            .leaderTimeline(null)
                            .member("node2", member -> member.unreadable(FailureKind.AUTH)))
                    .then(snapshot -> {});
        }
        assertThat(story.lines()).isEmpty();
    }

    /** Somebody who writes to the DCS can list new names in each round. */
    @Test
    void membersThatAreNoLongerKnownAreForgotten() {
        Story story = Story.ofAHealthyCluster().then(snapshot -> {});
        int known = story.memory().facts().size();
        for (int i = 0; i < 50; i++) {
            String name = "made-up-" + i;
            story.then(snapshot ->
                    snapshot.replica(name).member(name, member -> member.started(Snapshots.NOON.minusSeconds(9))));
        }
        assertThat(story.memory().facts().keySet()).anyMatch(fact -> fact.endsWith("made-up-49"));

        assertThat(story.then(snapshot -> {}).memory().facts()).hasSize(known);
    }

    @Test
    void whatWasKnownBeforeARestartIsStillKnown() {
        Story story = Story.ofAHealthyCluster()
                .then(Snapshots::paused)
                .restarted()
                .then(Snapshots::paused)
                .then(snapshot -> {});
        assertThat(story.lines())
                .containsExactly(
                        "paused: Paused: Patroni does not fail over until it is resumed",
                        "resumed: Resumed after a pause of 10.0 s");
    }

    @Test
    void aMemoryThatMakesNoSenseIsNone() {
        EventMemory odd = new EventMemory(java.util.Map.of(
                "paused",
                "yes",
                "leader.timeline",
                "x",
                "leader.position",
                "1:zz",
                "member/node1",
                "@",
                "postgres/node2",
                "a b",
                "alert/x",
                "firing@2026-11-28T00:00:00Z"));
        ClusterReport report = new ClusterReport(
                Snapshots.config(),
                Snapshots.healthy().build(),
                io.greenlang.patroni.monitor.rule.ClusterState.HEALTHY,
                List.of(),
                false);
        assertThat(Changes.between(odd, report)).isEmpty();
    }

    @Test
    void aMemoryIsSmall() {
        Story story = Story.ofAHealthyCluster().times(50, snapshot -> {});
        int bytes = story.memory().facts().entrySet().stream()
                .mapToInt(fact -> fact.getKey().length() + fact.getValue().length())
                .sum();
        assertThat(bytes).isLessThan(2_000);
    }
}
