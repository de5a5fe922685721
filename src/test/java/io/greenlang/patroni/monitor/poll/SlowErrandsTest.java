package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import io.greenlang.patroni.monitor.poll.RestVisit.Errand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowErrandsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Errand VIEW = new Errand(true, false, false, false);
    private static final Errand EVERYTHING = new Errand(true, true, true, false);

    private final SlowErrands slow = new SlowErrands(Duration.ofSeconds(60));

    @Test
    void asksEverythingAtOnceAndThenAtItsPace() {
        assertThat(slow.errand(START, false)).isEqualTo(EVERYTHING);
        slow.learn(answered(START), START);
        assertThat(slow.errand(START.plusSeconds(59), false)).isEqualTo(VIEW);
        assertThat(slow.errand(START.plusSeconds(60), false)).isEqualTo(EVERYTHING);
    }

    @Test
    void triesAgainSoonerAfterAFailureButNotInEveryRound() {
        slow.learn(failed(START), START);
        assertThat(slow.isDue(START.plusSeconds(9))).isFalse();
        assertThat(slow.isDue(START.plusSeconds(10))).isTrue();
    }

    @Test
    void followsTheHistoryUntilItHasTheNewTimeline() {
        slow.learn(answered(START, new Entry(1, new Lsn(5), "no recovery target specified", null, "n2")), START);
        slow.leaderIsOn(2, START);
        assertThat(slow.errand(START.plusSeconds(5), false).history()).isFalse();

        slow.leaderIsOn(3, START.plusSeconds(5));
        assertThat(slow.errand(START.plusSeconds(10), false)).isEqualTo(new Errand(true, true, false, false));
        assertThat(slow.errand(START.plusSeconds(66), false).history())
                .as("due anyway")
                .isTrue();
        slow.learn(answered(START), START.plusSeconds(66));
        assertThat(slow.errand(START.plusSeconds(70), false).history())
                .as("a history that never catches up is asked at the slow pace")
                .isFalse();
    }

    @Test
    void keepsTheLastAnswerForAWhileAndThenTheFailure() {
        slow.learn(answered(START), START);
        slow.learn(failed(START.plusSeconds(180)), START.plusSeconds(180));
        assertThat(slow.config().isAnswered()).isTrue();
        slow.learn(failed(START.plusSeconds(181)), START.plusSeconds(181));
        assertThat(slow.config().reason().orElseThrow().kind()).isEqualTo(FailureKind.EMPTY_REPLY);
        assertThat(slow.history().isAnswered()).isFalse();
    }

    /** It counts as unread until it is asked again. */
    @Test
    void asksSoonAgainForAHistoryThatFailedBesideSettingsThatDidNot() {
        slow.learn(
                new RestVisit.Dcs(
                        Answer.notAsked(),
                        failed(START).history(),
                        answered(START).config()),
                START);

        assertThat(slow.isDue(START.plusSeconds(9))).isFalse();
        assertThat(slow.isDue(START.plusSeconds(10))).isTrue();
    }

    @Test
    void aRoundWithoutTheQuestionChangesNothing() {
        slow.learn(answered(START), START);
        slow.learn(RestVisit.Dcs.NOT_ASKED, START.plusSeconds(500));
        assertThat(slow.config().isAnswered()).isTrue();
    }

    private static RestVisit.Dcs answered(Instant at, Entry... entries) {
        return new RestVisit.Dcs(
                Answer.notAsked(),
                Answer.answered(new TimelineHistory(List.of(entries)), at, at),
                Answer.answered(DynamicConfig.DEFAULTS, at, at));
    }

    private static RestVisit.Dcs failed(Instant at) {
        return new RestVisit.Dcs(
                Answer.notAsked(),
                Answer.failed(FailureKind.EMPTY_REPLY, "closed", at),
                Answer.failed(FailureKind.EMPTY_REPLY, "closed", at));
    }
}
