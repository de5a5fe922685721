package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.correlate.LeaderStory.after;
import static io.greenlang.patroni.monitor.correlate.LeaderStory.before;
import static io.greenlang.patroni.monitor.correlate.LeaderStory.gap;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the missed answers of n1, the old leader, say about whether n2 took over as planned. Its lock lasts for 20 s at least. */
class LeaderSilenceTest {
    private final LeaderStory story = new LeaderStory();

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
        story.observe(before(0));
        misses(kind, 5, 10, 15);
        story.observe(after(answersAt, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(planned);
    }

    @Test
    void isThatOfAHostThatIsGoneWhenNobodyAnswersAnyMore() {
        story.observe(before(0));
        misses(FailureKind.TIMEOUT, 5, 10, 15, 20);
        story.observe(after(25, Member.gone("n1")));

        assertThat(story.change().planned()).isEqualTo(Certainty.NO);
    }

    @Test
    void provesNothingWhenOnlyTheLastAnswerIsLate() {
        story.observe(before(0));
        story.observe(gap(5, Member.standby("n1", 1, 1)));
        story.observe(after(10, Member.gone("n1")));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void provesNothingByOneLateAnswerHoweverLongTheIntervalIs() {
        story.observe(before(0));
        misses(FailureKind.TIMEOUT, 15);
        story.observe(after(30, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    /** As after its certificate or its password was replaced: it answers, and nobody can tell what. */
    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"TLS", "AUTH", "BAD_ANSWER", "TOO_LARGE"})
    void provesNothingWhenTheAnswersCannotBeRead(FailureKind kind) {
        story.observe(before(0));
        misses(kind, 5, 10, 15, 20, 25);
        story.observe(after(30, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"TIMEOUT", "UNREACHABLE", "DNS"})
    void provesNothingWhileTheMonitorReachesNobody(FailureKind kind) {
        story.observe(before(0));
        for (int second = 5; second <= 25; second += 5) {
            story.observe(Round.of(
                    second,
                    Member.gone("n1").unreadable(kind),
                    Member.gone("n2").unreadable(kind)));
        }
        story.observe(after(30, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isThatOfDeadProcessesWhenEveryHostRefuses() {
        story.observe(before(0));
        story.observe(Round.of(
                5,
                Member.gone("n1").unreadable(FailureKind.REFUSED),
                Member.gone("n2").unreadable(FailureKind.REFUSED)));
        story.observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.NO);
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
        story.observe(before(0));
        for (int second = 5; second <= 60; second += 5) {
            Member unread = sqlIsRead
                    ? Member.primary("n1", 1, 1).patroniFails(kind)
                    : Member.gone("n1").unreadable(kind);
            story.observe(before(second, unread));
        }
        Member demoted = Member.standby("n1", 2, 1);
        story.observe(after(65, answersInTheEnd ? demoted : demoted.patroniFails(kind)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isCountedOnceWhenANodeThatHungIsLeftAlone() {
        story.observe(before(0));
        story.observe(gap(19, Member.gone("n1").answered(Round.at(19))));
        story.observe(gap(24, Member.gone("n1").answered(Round.at(19))));
        story.observe(after(29, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void endsWithAnAnswerThatCannotBeRead() {
        story.observe(before(0));
        misses(FailureKind.TIMEOUT, 5);
        misses(FailureKind.AUTH, 10, 15, 20, 25);
        story.observe(after(30, Member.gone("n1")));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    /** As in the first rounds of a monitor that was started while it hung. */
    @Test
    void hidesWhatHappenedAlsoWhereItWasNeverBroken() {
        story.observe(before(0, Member.primary("n1", 1, 1).patroniFails(FailureKind.TIMEOUT)));
        story.observe(gap(5, Member.standby("n1", 1, 1)));
        story.observe(after(10, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void isForgottenOnceItAnswersAsLeader() {
        story.observe(before(0));
        for (int second = 5; second <= 25; second += 5) {
            story.observe(before(second, Member.primary("n1", 1, 1).patroniFails(FailureKind.TIMEOUT)));
        }
        story.observe(before(30));
        story.observe(after(35, Member.standby("n1", 2, 1)));

        assertThat(story.change().planned()).isEqualTo(Certainty.YES);
    }

    private void misses(FailureKind kind, int... seconds) {
        for (int second : seconds) {
            story.observe(gap(second, Member.gone("n1").unreadable(kind)));
        }
    }
}
