package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.config.ClusterConfig.TimescalePace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.testing.Nodes;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import io.greenlang.patroni.monitor.testing.TimescaleSamples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimescaleNodeTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final SteppedClock clock =
            new SteppedClock(Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC));
    private final TimescaleNode node = node(20);
    private int looks;

    @Test
    void looksAtOnceAndThenEveryFiveMinutes() {
        refresh(node, answered());
        clock.advance(FIVE_MINUTES.minusMillis(1));
        refresh(node, answered());
        assertThat(looks).isOne();

        clock.advance(Duration.ofMillis(1));
        refresh(node, answered());
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void looksSoonerAfterAFailureAndKeepsWhatItKnew() {
        refresh(node, answered());
        clock.advance(FIVE_MINUTES);
        refresh(node, failed());
        assertThat(shown().isAnswered()).isTrue();

        clock.advance(MINUTE);
        refresh(node, failed());
        assertThat(looks).isEqualTo(3);
    }

    @Test
    void showsNothingThatIsOlderThanThreeLooks() {
        refresh(node, answered());

        clock.advance(FIVE_MINUTES.multipliedBy(3));
        assertThat(shown().isAnswered()).isTrue();

        clock.advance(Duration.ofMillis(1));
        assertThat(shown().reason()).map(Failure::kind).contains(FailureKind.TIMEOUT);
    }

    @Test
    void tellsWhyNothingWasEverSeen() {
        assertThat(shown()).isEqualTo(Answer.notAsked());

        refresh(node, failed());

        assertThat(shown().reason()).map(Failure::kind).contains(FailureKind.STARTING);
    }

    @Test
    void showsNothingOfANodeThatDoesNotAnswerAndAllAgainWhenItDoes() {
        refresh(node, answered());

        Answer<PostgresFacts> refused = Answer.failed(FailureKind.REFUSED, "refused", clock.instant());
        assertThat(node.beside(refused, clock.instant()).reason())
                .map(Failure::kind)
                .contains(FailureKind.REFUSED);
        assertThat(shown().isAnswered()).isTrue();
    }

    @Test
    void startsAnewAtAnotherPostgres() {
        refresh(node, answered());

        node.forget();

        assertThat(shown()).isEqualTo(Answer.notAsked());
        refresh(node, answered());
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void looksNowhereWhenNoDatabaseMayBeLookedInto() {
        refresh(node(0), answered());

        assertThat(looks).isZero();
    }

    private TimescaleNode node(int maxDatabases) {
        SlowPace pace =
                new SlowPace(MINUTE, MINUTE, Duration.ofMinutes(10), new TimescalePace(FIVE_MINUTES, maxDatabases));
        return new TimescaleNode("node1", pace, Runnable::run, clock, CountedBugs.none());
    }

    private void refresh(TimescaleNode asked, Answer<TimescaleFacts> answer) {
        assertThat(asked.refresh(() -> {
                    looks++;
                    return answer;
                }))
                .isCompleted();
    }

    private Answer<TimescaleFacts> answered() {
        return Answer.answered(TimescaleSamples.NONE, clock.instant(), clock.instant());
    }

    private Answer<TimescaleFacts> failed() {
        return Answer.failed(FailureKind.STARTING, "starts", clock.instant());
    }

    private Answer<TimescaleFacts> shown() {
        Answer<PostgresFacts> facts = Answer.answered(Nodes.primaryFacts(), clock.instant(), clock.instant());
        return node.beside(facts, clock.instant());
    }
}
