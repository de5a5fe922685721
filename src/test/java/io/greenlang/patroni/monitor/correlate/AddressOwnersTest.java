package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import org.junit.jupiter.api.Test;

/** One server under two names is one server. */
class AddressOwnersTest {
    private final Correlator correlator = Round.correlator("demo");

    @Test
    void takesARenamedPrimaryForOne() {
        Round round = Round.of(
                        0,
                        Member.primary("new", 3, 100),
                        Member.primary("old", 3, 100).isReally("new"))
                .leader("new");

        Division division =
                correlator.correlate(round.seen(), 0).facts().leadership().division();
        assertThat(division.certainty()).isNotEqualTo(Certainty.YES);
        assertThat(reason(admit(round), "old").toString())
                .isEqualTo("scope_mismatch: PostgreSQL there is new, not old");
        assertThat(admit(round).member("new").orElseThrow().postgres().isAnswered())
                .isTrue();
    }

    @Test
    void takesTheOneThatCameLastWherePatroniTellsNoName() {
        Round round = Round.of(
                        0,
                        Member.primary("b", 3, 100).unnamed().firstSeen(Round.at(-1)),
                        Member.primary("a", 3, 100).unnamed().isReally("b").firstSeen(Round.at(-600)))
                .leader("b");

        MemberObservation gone = admit(round).member("a").orElseThrow();
        assertThat(gone.isReadable()).isFalse();
        assertThat(admit(round).member("b").orElseThrow().isReadable()).isTrue();
    }

    @Test
    void letsNobodyAnswerForADeadMember() {
        MemberObservation dead = admit(Round.of(
                                0,
                                Member.primary("n1", 3, 100),
                                Member.standby("n2", 3, 100).calls("n3").postgresFails(FailureKind.TIMEOUT))
                        .leader("n1"))
                .member("n2")
                .orElseThrow();

        assertThat(dead.patroni().reason().orElseThrow().toString())
                .isEqualTo("scope_mismatch: Patroni there is n3, not n2");
    }

    @Test
    void leavesAFailureAsItIs() {
        Round round = Round.of(
                0,
                Member.primary("new", 3, 100),
                Member.primary("old", 3, 100).isReally("new").unreadable(FailureKind.REFUSED));

        assertThat(reason(admit(round), "old").toString()).startsWith("refused");
    }

    private static Observation admit(Round round) {
        return AddressOwners.admit(round.seen());
    }

    private static Object reason(Observation seen, String member) {
        Answer<?> sql = seen.member(member).orElseThrow().postgres();
        return sql.reason().orElseThrow();
    }
}
