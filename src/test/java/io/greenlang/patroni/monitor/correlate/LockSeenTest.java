package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The leader lock in the DCS itself, beside what members show of it. */
class LockSeenTest {
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final Correlator correlator = Round.correlator("greenlang-cluster");

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            n1, n1, n1
            n1, -,  n1
            -,  n1, -
            n2, n1, n2
            """)
    void outranksWhatAMemberShows(String held, String shown, String owner) {
        Round round = round(0).leader(shown).dcs(DcsStates.sound(held, LEASE));

        assertThat(LockSeen.in(round.seen())).isEqualTo(new LockSeen(true, owner));
    }

    @Test
    void isHearsayWhereTheDcsCanNotBeRead() {
        DcsState lost = DcsStates.endpointsOnly(0, 1, 2);

        assertThat(LockSeen.in(round(0).leader("n1").dcs(lost).seen())).isEqualTo(new LockSeen(true, "n1"));
        assertThat(LockSeen.in(round(0).dcs(lost).seen())).isEqualTo(new LockSeen(false, null));
    }

    @Test
    void hasALeaderThoughAMembersCachedViewShowsNone() {
        ClusterFacts facts = facts(round(0).leader(null).dcs(DcsStates.sound("n1", LEASE)));

        assertThat(facts.leadership().leader()).isEqualTo("n1");
        assertThat(facts.leadership().hasLeader()).isEqualTo(Certainty.YES);
        assertThat(facts.lockFreeSince()).isNull();
    }

    @Test
    void isFreeThoughAMemberShowsItsFormerOwner() {
        assertThat(facts(round(0).leader("n1").dcs(DcsStates.sound(null, null))).lockFreeSince())
                .isEqualTo(Round.at(0));
    }

    @Test
    void tellsADisagreementThatLastsForALoopWait() {
        for (double second : List.of(0.0, 5.0)) {
            assertThat(facts(disputed(second)).lockDispute()).isNull();
        }
        assertThat(facts(disputed(10)).lockDispute())
                .isEqualTo("In the DCS n1 holds the leader lock; n2 shows no leader.");

        assertThat(facts(round(15).leader("n1").dcs(DcsStates.sound("n1", LEASE)))
                        .lockDispute())
                .isNull();
        assertThat(facts(disputed(20)).lockDispute()).isNull();
    }

    @Test
    void tellsOfNoDisagreementWhereOneOfThemCanNotBeRead() {
        facts(disputed(0));

        assertThat(facts(round(15).leader(null).dcs(DcsStates.keysFail(FailureKind.AUTH)))
                        .lockDispute())
                .isNull();
        assertThat(facts(round(16).dcs(DcsStates.sound("n1", LEASE))).lockDispute())
                .isNull();
    }

    private static Round disputed(double second) {
        return round(second).viewedBy("n2").leader(null).dcs(DcsStates.sound("n1", LEASE));
    }

    private static Round round(double second) {
        return Round.of(second, Member.primary("n1", 3, 100), Member.standby("n2", 3, 100));
    }

    private ClusterFacts facts(Round round) {
        return correlator.correlate(round.seen(), 0).facts();
    }
}
