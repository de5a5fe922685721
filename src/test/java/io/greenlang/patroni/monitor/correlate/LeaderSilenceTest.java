package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the missed answers of n1, the old leader, say about whether n2 took over as planned. Its lock lasts for 20 s at least. */
class LeaderSilenceTest {
    private final Leaders leaders = new Leaders();
    private final LeaderWatch watch = new LeaderWatch();

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, 19.5, UNKNOWN",
        "TIMEOUT, 20, NO",
        "EMPTY_REPLY, 19.5, UNKNOWN",
        "EMPTY_REPLY, 20, NO",
        "CUT, 19.5, UNKNOWN",
        "CUT, 20, NO",
        "HTTP_STATUS, 19.5, UNKNOWN",
        "HTTP_STATUS, 20, NO",
        "UNREACHABLE, 19.5, UNKNOWN",
        "UNREACHABLE, 20, NO",
        "DNS, 19.5, UNKNOWN",
        "DNS, 20, NO",
        "REFUSED, 19.5, NO"
    })
    void provesNothingBeforeItsLockCouldHaveExpired(FailureKind kind, double answersAt, Certainty planned) {
        observe(leads(0, Member.primary("n1", 1, 1)));
        misses(kind, 5, 10, 15);
        observe(ledByTheOther(answersAt, Member.standby("n1", 2, 1)));

        assertThat(planned()).isEqualTo(planned);
    }

    @Test
    void isThatOfAHostThatIsGoneWhenNobodyAnswersAnyMore() {
        observe(leads(0, Member.primary("n1", 1, 1)));
        misses(FailureKind.TIMEOUT, 5, 10, 15, 20);
        observe(ledByTheOther(25, Member.gone("n1")));

        assertThat(planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void provesNothingWhenOnlyTheLastAnswerIsLate() {
        observe(leads(0, Member.primary("n1", 1, 1)));
        observe(leaderless(5, Member.standby("n1", 1, 1)));
        observe(ledByTheOther(10, Member.gone("n1")));

        assertThat(planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void provesNothingByOneLateAnswerHoweverLongTheIntervalIs() {
        observe(leads(0, Member.primary("n1", 1, 1)));
        misses(FailureKind.TIMEOUT, 15);
        observe(ledByTheOther(30, Member.standby("n1", 2, 1)));

        assertThat(planned()).isEqualTo(Certainty.UNKNOWN);
    }

    /** As after its certificate or its password was replaced: it answers, and nobody can tell what. */
    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"TLS", "AUTH", "BAD_ANSWER", "TOO_LARGE"})
    void provesNothingWhenTheAnswersCannotBeRead(FailureKind kind) {
        observe(leads(0, Member.primary("n1", 1, 1)));
        misses(kind, 5, 10, 15, 20, 25);
        observe(ledByTheOther(30, Member.standby("n1", 2, 1)));

        assertThat(planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"TIMEOUT", "UNREACHABLE", "DNS"})
    void provesNothingWhileTheMonitorReachesNobody(FailureKind kind) {
        observe(leads(0, Member.primary("n1", 1, 1)));
        for (int second = 5; second <= 25; second += 5) {
            observe(Round.of(
                    second,
                    Member.gone("n1").unreadable(kind),
                    Member.gone("n2").unreadable(kind)));
        }
        observe(ledByTheOther(30, Member.standby("n1", 2, 1)));

        assertThat(planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isThatOfDeadProcessesWhenEveryHostRefuses() {
        observe(leads(0, Member.primary("n1", 1, 1)));
        observe(Round.of(
                5,
                Member.gone("n1").unreadable(FailureKind.REFUSED),
                Member.gone("n2").unreadable(FailureKind.REFUSED)));
        observe(ledByTheOther(10, Member.standby("n1", 2, 1)));

        assertThat(planned()).isEqualTo(Certainty.NO);
    }

    /** Only the monitor's way to its REST API is cut, as by a firewall, which may or may not be gone when it is switched over. */
    @ParameterizedTest
    @CsvSource({
        "REFUSED, true, true",
        "REFUSED, true, false",
        "REFUSED, false, true",
        "REFUSED, false, false",
        "TIMEOUT, true, true",
        "TIMEOUT, true, false",
        "TIMEOUT, false, true",
        "TIMEOUT, false, false"
    })
    void provesNothingOnceItsLockWasRenewedMeanwhile(FailureKind kind, boolean sqlIsRead, boolean answersInTheEnd) {
        observe(leads(0, Member.primary("n1", 1, 1)));
        for (int second = 5; second <= 60; second += 5) {
            Member unread = sqlIsRead
                    ? Member.primary("n1", 1, 1).patroniFails(kind)
                    : Member.gone("n1").unreadable(kind);
            observe(leads(second, unread));
        }
        Member demoted = Member.standby("n1", 2, 1);
        observe(ledByTheOther(65, answersInTheEnd ? demoted : demoted.patroniFails(kind)));

        assertThat(planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isCountedOnceWhenANodeThatHungIsLeftAlone() {
        observe(leads(0, Member.primary("n1", 1, 1)));
        observe(leaderless(19, Member.gone("n1").answered(Round.at(19))));
        observe(leaderless(24, Member.gone("n1").answered(Round.at(19))));
        observe(ledByTheOther(29, Member.standby("n1", 2, 1)));

        assertThat(planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void endsWithAnAnswerThatCannotBeRead() {
        observe(leads(0, Member.primary("n1", 1, 1)));
        misses(FailureKind.TIMEOUT, 5);
        misses(FailureKind.AUTH, 10, 15, 20, 25);
        observe(ledByTheOther(30, Member.gone("n1")));

        assertThat(planned()).isEqualTo(Certainty.UNKNOWN);
    }

    /** As in the first rounds of a monitor that was started while it hung. */
    @Test
    void hidesWhatHappenedAlsoWhereItWasNeverBroken() {
        observe(leads(0, Member.primary("n1", 1, 1).patroniFails(FailureKind.TIMEOUT)));
        observe(leaderless(5, Member.standby("n1", 1, 1)));
        observe(ledByTheOther(10, Member.standby("n1", 2, 1)));

        assertThat(planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isForgottenOnceItAnswersAsLeader() {
        observe(leads(0, Member.primary("n1", 1, 1)));
        for (int second = 5; second <= 25; second += 5) {
            observe(leads(second, Member.primary("n1", 1, 1).patroniFails(FailureKind.TIMEOUT)));
        }
        observe(leads(30, Member.primary("n1", 1, 1)));
        observe(ledByTheOther(35, Member.standby("n1", 2, 1)));

        assertThat(planned()).isEqualTo(Certainty.YES);
    }

    private void misses(FailureKind kind, int... seconds) {
        for (int second : seconds) {
            observe(leaderless(second, Member.gone("n1").unreadable(kind)));
        }
    }

    private static Round leads(double second, Member n1) {
        return Round.of(second, n1, Member.standby("n2", 1, 1)).leader("n1");
    }

    private static Round leaderless(double second, Member n1) {
        return Round.of(second, n1, Member.standby("n2", 1, 1)).leader(null);
    }

    private static Round ledByTheOther(double second, Member n1) {
        return Round.of(second, n1, Member.primary("n2", 2, 1)).leader("n2");
    }

    private Certainty planned() {
        assertThat(watch.changes()).hasSize(1);
        return watch.changes().get(0).planned();
    }

    private void observe(Round round) {
        Observation seen = round.seen();
        watch.observe(seen, leaders.decide(seen));
    }
}
