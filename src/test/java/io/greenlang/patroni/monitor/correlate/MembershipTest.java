package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.testing.DcsStates;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T6 and T7: an answer from somewhere else is no fact about this cluster. */
class MembershipTest {
    private final Membership membership = new Membership();

    @Test
    void refusesThePrimaryOfAnotherClusterAtTheAddressOfADeadMember() {
        Observation seen = admit(Round.of(
                        0,
                        Member.primary("n1", 1, 100),
                        Member.standby("n2", 1, 100),
                        Member.primary("n3", 7, 100)
                                .patroniFails(FailureKind.SCOPE_MISMATCH)
                                .system(null, "9900"))
                .leader("n1"));

        Answer<?> stranger = seen.member("n3").orElseThrow().postgres();
        assertThat(kind(stranger)).isEqualTo(FailureKind.SCOPE_MISMATCH);
        assertThat(stranger.reason().orElseThrow().detail()).contains("9900", "7100");
        assertThat(seen.member("n2").orElseThrow().postgres().isAnswered()).isTrue();
    }

    @Test
    void refusesAForkOfItselfByItsClusterName() {
        Observation seen = admit(Round.of(
                        0,
                        Member.primary("n1", 1, 100),
                        Member.primary("n2", 1, 100)
                                .patroniFails(FailureKind.REFUSED)
                                .clusterName("staging"))
                .leader("n1"));

        assertThat(kind(seen.member("n2").orElseThrow().postgres())).isEqualTo(FailureKind.SCOPE_MISMATCH);
        assertThat(admit(Round.of(5, Member.primary("n1", 1, 100).clusterName(""))
                                .leader("n1"))
                        .member("n1")
                        .orElseThrow()
                        .postgres()
                        .isAnswered())
                .as("a name that is not set says nothing")
                .isTrue();
    }

    @Test
    void refusesSqlThatLeadsElsewhereThanItsOwnPatroni() {
        Observation seen = admit(
                Round.of(0, Member.primary("n1", 3, 100).system("7100", "9900")).leader("n1"));

        MemberObservation mixed = seen.member("n1").orElseThrow();
        assertThat(mixed.patroni().isAnswered()).isTrue();
        assertThat(kind(mixed.postgres())).isEqualTo(FailureKind.SCOPE_MISMATCH);
        assertThat(kind(mixed.sizes())).isEqualTo(FailureKind.SCOPE_MISMATCH);
    }

    @Test
    void keepsAListedMemberWhoseOwnPatroniTellsAnotherSystem() {
        Observation seen = admit(Round.of(
                        0,
                        Member.primary("n1", 3, 100),
                        Member.standby("n2", 3, 100),
                        Member.primary("n3", 3, 100).system("9900", "9900"))
                .leader("n1"));

        assertThat(seen.member("n3").orElseThrow().isReadable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "9900"})
    void believesSqlBeforeWhatItsOwnPatroniTellsOfTheSystem(String told) {
        for (int second : new int[] {0, 5}) {
            Observation seen = admit(Round.of(
                            second,
                            Member.primary("n1", 3, 100),
                            Member.standby("n2", 3, 100).role(NodeRole.PRIMARY).system(told, "7100"))
                    .leader("n1"));

            assertThat(membership.system()).isEqualTo("7100");
            assertThat(kind(seen.member("n2").orElseThrow().patroni())).isEqualTo(FailureKind.SCOPE_MISMATCH);
            assertThat(seen.member("n2").orElseThrow().postgres().isAnswered()).isTrue();
        }
    }

    @Test
    void neverTakesTheViewOfAnotherGroupsMember() {
        admit(Round.of(0, Member.primary("n1", 1, 100), Member.standby("n2", 1, 100))
                .leader("n1"));

        Observation seen = admit(Round.of(
                        5,
                        Member.primary("n1", 1, 100),
                        Member.primary("n2", 8, 100).system("9900", "9900"))
                .leader("n2")
                .viewedBy("n2"));

        assertThat(kind(seen.dcs().view())).isEqualTo(FailureKind.SCOPE_MISMATCH);
    }

    /** Neither its lock, nor its ttl, nor its history. */
    @Test
    void usesNothingOfTheDcsOfAnotherCluster() {
        assertThat(seenIn(keys("7100")).config().timing().ttl()).isEqualTo(Duration.ofSeconds(77));

        Observation seen = seenIn(keys("9900"));

        assertThat(kind(seen.dcs().direct().keys())).isEqualTo(FailureKind.SCOPE_MISMATCH);
        assertThat(seen.config().timing().ttl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(seen.dcs().history().isAnswered()).isFalse();
    }

    private Observation seenIn(DcsState direct) {
        return admit(Round.of(0, Member.primary("n1", 1, 100), Member.standby("n2", 1, 100))
                .leader("n1")
                .dcs(direct));
    }

    private static DcsState keys(String system) {
        DynamicConfig config = new DynamicConfig(
                new Timing(Duration.ofSeconds(77), Duration.ofSeconds(10), Duration.ofSeconds(10)),
                0,
                DynamicConfig.DEFAULTS.synchronousMode(),
                false,
                false,
                false);
        return DcsStates.of(system, config, new TimelineHistory(List.of()));
    }

    @Test
    void followsAClusterThatWasMadeAgain() {
        admit(Round.of(0, Member.primary("n1", 1, 100), Member.standby("n2", 1, 100))
                .leader("n1"));
        admit(Round.of(
                        5,
                        Member.primary("n1", 1, 100).system("8200", "8200"),
                        Member.standby("n2", 1, 100).system("8200", "8200"))
                .leader("n1"));

        assertThat(membership.system()).isEqualTo("8200");
    }

    @Test
    void doesNotGoOverToTheOnlyMemberThatAnswers() {
        admit(Round.of(0, Member.primary("n1", 1, 100), Member.standby("n2", 1, 100))
                .leader("n1"));
        admit(Round.of(5, Member.gone("n1"), Member.primary("n2", 1, 100).system("9900", "9900")));

        assertThat(membership.system()).isEqualTo("7100");
    }

    @Test
    void namesASeedOfAnotherCluster() {
        Correlator correlator = Round.correlator("demo");
        PatroniStatus other = Member.primary("work1", 1, 100)
                .system("9900", "9900")
                .seen(Round.START)
                .patroni()
                .value()
                .orElseThrow();
        Round round = Round.of(0, Member.primary("n1", 1, 100))
                .leader("n1")
                .seed("http://10.0.0.7:8008", Answer.answered(other, Round.START, Round.START));

        assertThat(correlator.correlate(round.seen(), 0).facts().visibility().seeds())
                .singleElement()
                .satisfies(seed ->
                        assertThat(seed.failure().toString()).contains("scope_mismatch", "9900", "7100", "Citus"));
    }

    private Observation admit(Round round) {
        return membership.admit(round.seen(), "demo");
    }

    private static FailureKind kind(Answer<?> answer) {
        return answer.reason().orElseThrow().kind();
    }
}
