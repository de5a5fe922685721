package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.correlate.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.NodeRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitBrainTest {
    private final Leaders leaders = new Leaders();

    @Test
    void namesAllMembersThatAcceptWritesWithTimelineAndWitness() {
        Node patroniKilled = Node.primary("n1", 3, 100).patroniFails(FailureKind.REFUSED);
        Node promoted = Node.primary("n2", 4, 100).sqlNotAsked();

        assertThat(evidence(Round.of(0, patroniKilled, promoted, Node.standby("n3", 4, 100))
                        .leader("n2")))
                .containsExactly("n1 (timeline 3, by SQL) and n2 (timeline 4, by its Patroni) both accept writes");
    }

    @Test
    void ignoresAClaimThatSqlContradicts() {
        Node claims = Node.standby("n2", 4, 100).role(NodeRole.PRIMARY);

        assertThat(evidence(Round.of(0, Node.primary("n1", 3, 100), claims).leader("n1")))
                .isEmpty();
    }

    @Test
    void ignoresANodeOnItsWayDown() {
        Node stopping =
                Node.primary("n1", 3, 100).says(NodeRole.PRIMARY, "stopping").sqlFails(FailureKind.REFUSED);

        assertThat(evidence(Round.of(0, stopping, Node.primary("n2", 4, 100)).leader("n2")))
                .isEmpty();
    }

    @Test
    void seesTwoDatabaseSystemsUnderOneName() {
        Node stranger = Node.standby("n2", 3, 100).system("9900", "9900");
        Node mute = Node.standby("n3", 3, 100).system(null, "7100");

        assertThat(evidence(
                        Round.of(0, Node.primary("n1", 3, 100), stranger, mute).leader("n1")))
                .containsExactly("different system identifiers: 7100 (n1, n3), 9900 (n2)");
    }

    @Test
    void seesADcsThatShowsTwoLeadersOnlyWhenItLasts() {
        assertThat(evidence(twoFaces(0).peer("n3", "n2"))).isEmpty();
        assertThat(evidence(twoFaces(25).peer("n3", "n2")))
                .containsExactly("the DCS shows some members the leader n1 and others n2, which accepts writes");
        assertThat(evidence(twoFaces(30).peer("n3", "n1"))).isEmpty();
        assertThat(evidence(twoFaces(35).peer("n3", "n2")))
                .as("side by side for the first time again")
                .isEmpty();
    }

    @Test
    void ignoresAViewWhoseLeaderIsAStandbyBySql() {
        for (int second : new int[] {0, 25}) {
            Round round = Round.of(second, Node.standby("n1", 4, 100), Node.primary("n2", 4, 100))
                    .leader("n1")
                    .peer("n3", "n2");
            assertThat(evidence(round)).isEmpty();
        }
    }

    @Test
    void doesNotTakeAViewThatNobodyRepeatsForASecondFaceOfTheDcs() {
        assertThat(evidence(twoFaces(0).peer("n3", "n2"))).isEmpty();
        assertThat(evidence(twoFaces(60).peerLongAgo("n3", "n2", at(0)))).isEmpty();
    }

    @Test
    void doesNotTakeTheTwoSidesOfASwitchoverForTwoPrimaries() {
        Node before = Node.primary("n1", 3, 100).asked(at(0)).answered(at(0.02));
        Node after = Node.primary("n2", 4, 100).asked(at(1.5)).answered(at(1.6)).started(at(-100));

        Division division = judge(Round.of(2, before, after).leader("n2"));
        assertThat(division.certainty()).isEqualTo(Certainty.UNKNOWN);
        assertThat(division.doubt()).contains("n1, n2");
        assertThat(judge(Round.of(4, Node.standby("n1", 4, 100), Node.primary("n2", 4, 100))
                                .leader("n2"))
                        .certainty())
                .isEqualTo(Certainty.NO);
    }

    @Test
    void isCertainOnceTheFirstOfTwoStillAcceptsWritesAfterTheSecondDid() {
        Node first = Node.primary("n1", 3, 100).asked(at(0)).answered(at(0.02));
        Node second = Node.primary("n2", 4, 100).asked(at(1.5)).answered(at(1.6));
        assertThat(evidence(Round.of(2, first, second).leader("n2"))).isEmpty();

        Node again = Node.primary("n1", 3, 100).asked(at(2)).answered(at(2.02));
        Node later = Node.primary("n2", 4, 100).asked(at(3.5)).answered(at(3.6));
        assertThat(evidence(Round.of(4, again, later).leader("n2"))).hasSize(1);
    }

    @Test
    void isCertainAcrossARoundInWhichOneDoesNotAnswer() {
        Node first = Node.primary("n1", 3, 100).asked(at(0)).answered(at(0.02));
        Node second = Node.primary("n2", 4, 100).asked(at(1.5)).answered(at(1.6));
        judge(Round.of(2, first, second).leader("n2"));
        judge(Round.of(4, Node.gone("n1"), Node.primary("n2", 4, 100)).leader("n2"));

        Node again = Node.primary("n1", 3, 100).asked(at(5)).answered(at(5.02));
        Node later = Node.primary("n2", 4, 100).asked(at(6)).answered(at(6.1));
        assertThat(evidence(Round.of(7, again, later).leader("n2"))).hasSize(1);
    }

    @Test
    void beginsAnewWithAPostgresThatWasRestarted() {
        Node first = Node.primary("n1", 3, 100).asked(at(0)).answered(at(0.02));
        Node second = Node.primary("n2", 4, 100).asked(at(1.5)).answered(at(1.6));
        judge(Round.of(2, first, second).leader("n2"));

        Node restarted = Node.primary("n1", 5, 100).started(at(3)).asked(at(4)).answered(at(4.1));
        Node stopping = Node.standby("n2", 4, 100);
        assertThat(evidence(Round.of(5, restarted, stopping).leader("n1"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TIMEOUT, TIMEOUT, UNKNOWN", "REFUSED, REFUSED, NO", "AUTH, AUTH, UNKNOWN"})
    void isDisprovedOnlyByMembersThatWereReadOrDoNotRun(FailureKind patroni, FailureKind sql, Certainty expected) {
        Node unread =
                Node.standby("n2", 3, 100).patroniFails(patroni).sqlFails(sql).liveness(null);

        Division division =
                judge(Round.of(0, Node.primary("n1", 3, 100), unread).leader("n1"));

        assertThat(division.certainty()).isEqualTo(expected);
        assertThat(division.doubt().isEmpty()).isEqualTo(expected == Certainty.NO);
    }

    @Test
    void takesAnOutdatedViewForInnocent() {
        Round afterSwitchover = Round.of(0, Node.standby("n1", 4, 100), Node.primary("n2", 4, 100))
                .leader("n2")
                .peer("n1", "n1")
                .peer("n2", null);

        assertThat(evidence(afterSwitchover)).isEmpty();
    }

    private static Round twoFaces(int second) {
        return Round.of(second, Node.gone("n1"), Node.primary("n2", 4, 100)).leader("n1");
    }

    private List<String> evidence(Round round) {
        return judge(round).evidence();
    }

    private Division judge(Round round) {
        return leaders.decide(round.seen()).division();
    }
}
