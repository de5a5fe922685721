package io.greenlang.patroni.monitor.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemberHealthTest {
    @Test
    void aRefusedPortIsToldAtOnceAndItsReturnWithHowLongItLasted() {
        Story story = Story.ofAHealthyCluster()
                .times(3, snapshot -> snapshot.down("node3", Diagnosis.PROCESSES_DOWN))
                .times(3, snapshot -> {});
        assertThat(story.lines())
                .containsExactly(
                        "member_down: node3 (replica) is down: neither Patroni nor PostgreSQL runs, the host answers;"
                                + " Patroni: refused: 10.0.0.9 gave no answer; PostgreSQL: refused: 10.0.0.9 gave no answer",
                        "member_back: node3 (replica) is back after 15.0 s");
        assertThat(story.events().get(0).data())
                .containsEntry("diagnosis", "processes_down")
                .containsEntry("leader", false)
                .containsEntry("patroni", "refused");
        assertThat(story.events().get(1).data()).containsEntry("down_seconds", 15.0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Diagnosis.class,
            names = {"HOST_GONE", "HOST_HUNG", "POSTGRES_HUNG"})
    void oneLateAnswerIsNoEventAndTwoAre(Diagnosis silent) {
        Story story = Story.ofAHealthyCluster();
        for (int i = 0; i < 20; i++) {
            story.then(snapshot -> snapshot.down("node3", silent)).then(snapshot -> {});
        }
        assertThat(story.lines()).isEmpty();
        story.times(2, snapshot -> snapshot.down("node3", silent));
        assertThat(story.only().at())
                .as("when it was first seen")
                .isEqualTo(story.now().minusSeconds(10));
    }

    /** Without SQL, the time-out of a node that is left alone for a round is shown a second time. */
    @Test
    void oneLateAnswerThatIsShownTwiceIsNoEvent() {
        Story story = Story.ofAHealthyCluster();
        Instant late = story.now();
        Consumer<Snapshots> shown = snapshot -> snapshot.member(
                        "node3",
                        member -> member.patroniFails(FailureKind.TIMEOUT)
                                .answered(late)
                                .liveness(true)
                                .sqlOff())
                .diagnosis("node3", Diagnosis.POSTGRES_HUNG);
        assertThat(story.times(2, shown).then(snapshot -> {}).lines()).isEmpty();
        story.times(
                2,
                snapshot -> snapshot.member(
                                "node3",
                                member ->
                                        member.patroniFails(FailureKind.TIMEOUT).sqlOff())
                        .diagnosis("node3", Diagnosis.POSTGRES_HUNG));
        assertThat(story.lines())
                .singleElement()
                .asString()
                .startsWith("member_down: node3 (replica) is down: PostgreSQL seems to hang");
    }

    /** Two hours apart, while the monitor did not run. */
    @Test
    void oneLateAnswerBeforeARestartAndOneAfterItIsNoEvent() {
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> snapshot.down("node3", Diagnosis.HOST_HUNG))
                .restarted()
                .wait(Duration.ofHours(2))
                .then(snapshot -> snapshot.down("node3", Diagnosis.HOST_HUNG))
                .then(snapshot -> {});
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void aRestartByPatroniIsNoMemberDown() {
        Consumer<Snapshots> restarting = snapshot -> snapshot.member("node3", member -> member.state("restarting"))
                .diagnosis("node3", Diagnosis.POSTGRES_DOWN);
        Story story = Story.ofAHealthyCluster().times(5, restarting).then(snapshot -> {});
        assertThat(story.lines()).isEmpty();
        assertThat(story.times(7, restarting).lines())
                .containsExactly("member_down: node3 (replica) is down: PostgreSQL is restarting");
    }

    @Test
    void aRestApiThatHangsDuringARestartIsNoMemberDown() {
        Story story = Story.ofAHealthyCluster()
                .times(
                        4,
                        snapshot -> snapshot.member("node2", member -> member.patroniFails(FailureKind.TIMEOUT))
                                .diagnosis("node2", Diagnosis.PATRONI_HUNG))
                .then(snapshot -> snapshot.member("node2", member -> member.started(Snapshots.NOON.plusSeconds(9))));
        assertThat(story.lines()).containsExactly("postgres_restarted: PostgreSQL on node2 (replica) was restarted");
    }

    @Test
    void aCrashIsToldAtOnce() {
        assertThat(Story.ofAHealthyCluster()
                        .then(snapshot -> snapshot.member("node1", member -> member.state("crashed"))
                                .diagnosis("node1", Diagnosis.POSTGRES_DOWN))
                        .lines())
                .containsExactly("member_down: node1 (leader) is down: PostgreSQL crashed");
    }

    @Test
    void patroniThatIsAwayForAMomentWasRestarted() {
        Consumer<Snapshots> away =
                snapshot -> snapshot.member("node2", member -> member.patroniFails(FailureKind.REFUSED))
                        .diagnosis("node2", Diagnosis.PATRONI_DOWN);
        Story story = Story.ofAHealthyCluster().times(3, away).then(snapshot -> {});
        assertThat(story.lines())
                .containsExactly(
                        "patroni_restarted: Patroni on node2 (replica) was away for a moment; PostgreSQL ran on");
        assertThat(story.times(7, away).lines())
                .last()
                .asString()
                .startsWith("member_down: node2 (replica) is down: Patroni is down, PostgreSQL answers");
    }

    @Test
    void aMemberThatCantBeReadIsNeitherDownNorBack() {
        Consumer<Snapshots> unread = snapshot -> snapshot.member("node3", member -> member.unreadable(FailureKind.AUTH))
                .diagnosis("node3", Diagnosis.NOT_READABLE);
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> snapshot.down("node3", Diagnosis.PROCESSES_DOWN))
                .times(10, unread)
                .then(snapshot -> snapshot.down("node3", Diagnosis.PROCESSES_DOWN));
        assertThat(story.events()).hasSize(1);
    }

    @Test
    void aMemberThatIsTakenAwayIsForgotten() {
        Story story = Story.ofAHealthyCluster()
                .then(snapshot -> snapshot.down("node3", Diagnosis.PROCESSES_DOWN))
                .times(2, snapshot -> snapshot.without("node3"))
                .wait(Duration.ofHours(1))
                .then(snapshot -> {});
        assertThat(story.events()).hasSize(1);
    }
}
