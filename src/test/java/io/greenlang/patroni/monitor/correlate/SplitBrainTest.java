package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitBrainTest {
    private final Leaders leaders = new Leaders();

    @Test
    void namesAllMembersThatAcceptWritesWithTimelineAndWitness() {
        Member patroniKilled = Member.primary("n1", 3, 100).patroniFails(FailureKind.REFUSED);
        Member promoted = Member.primary("n2", 4, 100).sqlOff();

        assertThat(evidence(Round.of(0, patroniKilled, promoted, Member.standby("n3", 4, 100))
                        .leader("n2")))
                .containsExactly("n1 (timeline 3, by SQL) and n2 (timeline 4, by its Patroni) both accept writes");
    }

    @Test
    void ignoresAClaimThatSqlContradicts() {
        Member claims = Member.standby("n2", 4, 100).role(NodeRole.PRIMARY);

        assertThat(evidence(Round.of(0, Member.primary("n1", 3, 100), claims).leader("n1")))
                .isEmpty();
    }

    @Test
    void ignoresANodeOnItsWayDown() {
        Member stopping =
                Member.primary("n1", 3, 100).says(NodeRole.PRIMARY, "stopping").postgresFails(FailureKind.REFUSED);

        assertThat(evidence(Round.of(0, stopping, Member.primary("n2", 4, 100)).leader("n2")))
                .isEmpty();
    }

    @Test
    void seesTwoDatabaseSystemsUnderOneName() {
        Member stranger = Member.standby("n2", 3, 100).system("9900", "9900");
        Member mute = Member.standby("n3", 3, 100).system(null, "7100");

        assertThat(evidence(Round.of(0, Member.primary("n1", 3, 100), stranger, mute)
                        .leader("n1")))
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
            Round round = Round.of(second, Member.standby("n1", 4, 100), Member.primary("n2", 4, 100))
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
        Member before = Member.primary("n1", 3, 100).asked(at(0)).answered(at(0.02));
        Member after =
                Member.primary("n2", 4, 100).asked(at(1.5)).answered(at(1.6)).started(at(-100));

        Division division = judge(Round.of(2, before, after).leader("n2"));
        assertThat(division.certainty()).isEqualTo(Certainty.UNKNOWN);
        assertThat(division.doubt()).contains("n1, n2");
        assertThat(judge(Round.of(4, Member.standby("n1", 4, 100), Member.primary("n2", 4, 100))
                                .leader("n2"))
                        .certainty())
                .isEqualTo(Certainty.NO);
    }

    @Test
    void isCertainOnceTheFirstOfTwoStillAcceptsWritesAfterTheSecondDid() {
        Member first = Member.primary("n1", 3, 100).asked(at(0)).answered(at(0.02));
        Member second = Member.primary("n2", 4, 100).asked(at(1.5)).answered(at(1.6));
        assertThat(evidence(Round.of(2, first, second).leader("n2"))).isEmpty();

        Member again = Member.primary("n1", 3, 100).asked(at(2)).answered(at(2.02));
        Member later = Member.primary("n2", 4, 100).asked(at(3.5)).answered(at(3.6));
        assertThat(evidence(Round.of(4, again, later).leader("n2"))).hasSize(1);
    }

    @Test
    void isCertainAcrossARoundInWhichOneDoesNotAnswer() {
        Member first = Member.primary("n1", 3, 100).asked(at(0)).answered(at(0.02));
        Member second = Member.primary("n2", 4, 100).asked(at(1.5)).answered(at(1.6));
        judge(Round.of(2, first, second).leader("n2"));
        judge(Round.of(4, Member.gone("n1"), Member.primary("n2", 4, 100)).leader("n2"));

        Member again = Member.primary("n1", 3, 100).asked(at(5)).answered(at(5.02));
        Member later = Member.primary("n2", 4, 100).asked(at(6)).answered(at(6.1));
        assertThat(evidence(Round.of(7, again, later).leader("n2"))).hasSize(1);
    }

    @Test
    void beginsAnewWithAPostgresThatWasRestarted() {
        Member first = Member.primary("n1", 3, 100).asked(at(0)).answered(at(0.02));
        Member second = Member.primary("n2", 4, 100).asked(at(1.5)).answered(at(1.6));
        judge(Round.of(2, first, second).leader("n2"));

        Member restarted =
                Member.primary("n1", 5, 100).started(at(3)).asked(at(4)).answered(at(4.1));
        Member stopping = Member.standby("n2", 4, 100);
        assertThat(evidence(Round.of(5, restarted, stopping).leader("n1"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TIMEOUT, TIMEOUT, UNKNOWN", "REFUSED, REFUSED, NO", "AUTH, AUTH, UNKNOWN"})
    void isDisprovedOnlyByMembersThatWereReadOrDoNotRun(FailureKind patroni, FailureKind sql, Certainty expected) {
        Member unread = Member.standby("n2", 3, 100)
                .patroniFails(patroni)
                .postgresFails(sql)
                .liveness(null);

        Division division =
                judge(Round.of(0, Member.primary("n1", 3, 100), unread).leader("n1"));

        assertThat(division.certainty()).isEqualTo(expected);
        assertThat(division.doubt().isEmpty()).isEqualTo(expected == Certainty.NO);
    }

    @Test
    void takesAnOutdatedViewForInnocent() {
        Round afterSwitchover = Round.of(0, Member.standby("n1", 4, 100), Member.primary("n2", 4, 100))
                .leader("n2")
                .peer("n1", "n1")
                .peer("n2", null);

        assertThat(evidence(afterSwitchover)).isEmpty();
    }

    private static Round twoFaces(int second) {
        return Round.of(second, Member.gone("n1"), Member.primary("n2", 4, 100)).leader("n1");
    }

    private List<String> evidence(Round round) {
        return judge(round).evidence();
    }

    private Division judge(Round round) {
        return leaders.decide(round.seen()).division();
    }
}
