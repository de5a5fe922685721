package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.NodeRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitBrainTest {
    private final Leaders leaders = new Leaders();

    @Test
    void namesAllMembersThatAcceptWritesWithTimelineAndWitness() {
        Node patroniKilled = Node.primary("n1", 3, 100).patroniFails(FailureKind.REFUSED);
        Node promoted = Node.primary("n2", 4, 100).sqlNotAsked();

        assertThat(evidence(Round.of(0, patroniKilled, promoted, Node.standby("n3", 4, 100))
                        .leader("n2")))
                .containsExactly("2 members accept writes: n1 (timeline 3, by SQL), n2 (timeline 4, by its Patroni)");
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
    void seesTwoSystemsBehindOneMembersAddresses() {
        Node mixed = Node.primary("n1", 3, 100).system("7100", "9900");

        assertThat(evidence(Round.of(0, mixed).leader("n1")))
                .containsExactly("different system identifiers: 7100 (n1), 9900 (n1)");
    }

    @Test
    void seesADcsWithTwoFacesWhenTheOtherLeaderAcceptsWrites() {
        Node lost = Node.gone("n1");
        Round round = Round.of(0, lost, Node.primary("n2", 4, 100), Node.standby("n3", 4, 100))
                .leader("n1")
                .peer("n3", "n2");

        assertThat(evidence(round))
                .containsExactly("the DCS has two faces: leader n1, but n3 sees n2, which accepts writes");
    }

    @Test
    void remembersTheComparisonOfViewsUntilTheNextOne() {
        assertThat(evidence(twoFaces(0).peer("n3", "n2"))).hasSize(1);
        assertThat(evidence(twoFaces(5))).hasSize(1);
        assertThat(evidence(twoFaces(10).peer("n3", "n1"))).isEmpty();
        assertThat(evidence(twoFaces(15))).isEmpty();
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
        return leaders.decide(round.seen()).splitBrain();
    }
}
