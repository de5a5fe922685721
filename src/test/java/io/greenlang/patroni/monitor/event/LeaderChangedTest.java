package io.greenlang.patroni.monitor.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaderChangedTest {
    private static final Lsn SEEN = Member.POSITION;

    @Test
    void aFailoverTellsWhatWasLostAtLeast() {
        Story story = Story.ofAHealthyCluster()
                .times(2, LeaderChangedTest::withoutLeader)
                .then(node2Leads(Certainty.NO, new Lsn(SEEN.bytes() - 1_500_000)));
        Event event = story.only();
        assertThat(event.sentence())
                .isEqualTo("node2 took over from node1 in a failover, which was not planned, timeline 4 to 5,"
                        + " 12.3 s without a writable leader; at least 1.4 MiB of WAL were lost");
        assertThat(event.member()).isEqualTo("node2");
        assertThat(event.data())
                .containsEntry("from", "node1")
                .containsEntry("to", "node2")
                .containsEntry("planned", false)
                .containsEntry("timeline_before", 4)
                .containsEntry("timeline", 5)
                .containsEntry("seconds_without_writable_leader", 12.34)
                .containsEntry("last_seen_position", SEEN.toString())
                .containsEntry("lost_bytes_at_least", 1_500_000L)
                .doesNotContainKey("lost_bytes");
    }

    @Test
    void nothingSeenBeyondTheSwitchpointProvesNothing() {
        Event event =
                Story.ofAHealthyCluster().then(node2Leads(Certainty.NO, SEEN)).only();
        assertThat(event.sentence())
                .endsWith("; how much WAL was lost is unknown (nothing beyond the switchpoint was seen, and the old"
                        + " leader may have written on)");
        assertThat(event.data()).doesNotContainKeys("lost_bytes", "lost_bytes_at_least");
    }

    @Test
    void aSwitchoverLosesNothing() {
        Event event = Story.ofAHealthyCluster()
                .then(node2Leads(Certainty.YES, new Lsn(SEEN.bytes() + 100)))
                .only();
        assertThat(event.sentence())
                .isEqualTo("node2 took over from node1 in a planned switchover, timeline 4 to 5,"
                        + " 12.3 s without a writable leader; no WAL was lost (the old leader shut down in order)");
        assertThat(event.data()).containsEntry("lost_bytes", 0L);
    }

    @Test
    void aSynchronousStandbyHasEveryAcknowledgedCommit() {
        Consumer<Snapshots> synchronous = snapshot ->
                snapshot.synchronousMode(false).member("node2", member -> member.listedAs(MemberRole.SYNC_STANDBY));
        Event event = new Story()
                .times(2, synchronous)
                .then(synchronous.andThen(node2Leads(Certainty.NO, new Lsn(SEEN.bytes() - 4_096))))
                .only();
        assertThat(event.sentence())
                .endsWith("; no acknowledged commit was lost (the new leader was a synchronous standby)");
        assertThat(event.data()).containsEntry("lost_bytes", 0L);
    }

    @Test
    void waitsForTheHistoryThoughNotForEver() {
        Consumer<Snapshots> notWritten = node2Leads(Certainty.NO, SEEN)
                .andThen(snapshot -> snapshot.history(Snapshots.ended(1), Snapshots.ended(2), Snapshots.ended(3)));
        Story story = Story.ofAHealthyCluster().times(6, notWritten);
        assertThat(story.lines()).isEmpty();
        assertThat(story.then(notWritten).only().sentence())
                .endsWith("how much WAL was lost is unknown (the switchpoint is not in /history)");
        assertThat(story.times(20, notWritten).events()).hasSize(1);
    }

    @Test
    void whatTheOldLeaderWritesOnIsLostToo() {
        Lsn later = new Lsn(SEEN.bytes() + 5_000);
        Event event = Story.ofAHealthyCluster()
                .then(node2Leads(Certainty.UNKNOWN, SEEN)
                        .andThen(snapshot -> snapshot.member("node1", member -> member.position(later))))
                .only();
        assertThat(event.data()).containsEntry("lost_bytes_at_least", 5_000L);
        assertThat(event.sentence()).contains(" (planned or not is unknown), ");
    }

    @Test
    void theSameLeaderOnANewTimelineIsNoLeaderChange() {
        Story story = Story.ofAHealthyCluster().times(10, snapshot -> snapshot.leaderTimeline(5));
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void aGapTellsBothChangesWhereTheyAreKnown() {
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> snapshot.leaderTimeline(6)
                        .history(Snapshots.ended(4), Snapshots.ended(5))
                        .changes(
                                change(snapshot, 5, "node1", "node2", Certainty.UNKNOWN),
                                change(snapshot, 6, "node2", "node1", Certainty.UNKNOWN)));
        assertThat(story.lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.get(0)).contains("node2 took over from node1"))
                .satisfies(lines -> assertThat(lines.get(1)).contains("node1 took over from node2"));
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN", "NO"})
    void nobodyLeadsIsNoLeaderChange(Certainty has) {
        Story story = Story.ofAHealthyCluster()
                .times(10, snapshot -> snapshot.leader(null, has).leaderTimeline(null))
                .then(snapshot -> {});
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void aStandbyClustersLeaderChangesWithoutATimeline() {
        Event event = Story.ofAHealthyCluster()
                .then(snapshot -> snapshot.leader("node2", Certainty.YES))
                .only();
        assertThat(event.sentence()).isEqualTo("node2 took over from node1 (planned or not is unknown), timeline 4");
    }

    private static void withoutLeader(Snapshots snapshot) {
        snapshot.leader(null, Certainty.NO)
                .leaderTimeline(null)
                .member("node1", member -> member.unreadable(FailureKind.REFUSED))
                .diagnosis("node1", Diagnosis.NOT_READABLE);
    }

    private static Consumer<Snapshots> node2Leads(Certainty planned, Lsn switchpoint) {
        return snapshot -> snapshot.leader("node2", Certainty.YES)
                .writable("node2")
                .leaderTimeline(5)
                .history(Snapshots.ended(3), Snapshots.ended(4, switchpoint))
                .changes(change(snapshot, 5, "node1", "node2", planned));
    }

    private static LeaderChange change(Snapshots snapshot, int timeline, String from, String to, Certainty planned) {
        return new LeaderChange(snapshot.build().at(), timeline, from, to, Duration.ofMillis(12_340), planned);
    }
}
