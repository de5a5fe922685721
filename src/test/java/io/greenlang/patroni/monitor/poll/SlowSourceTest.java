package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.poll.SlowSource.OnFailure;
import io.greenlang.patroni.monitor.testing.Nodes;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowSourceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final SteppedClock clock =
            new SteppedClock(Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC));
    private final SlowSource<String> source = source(OnFailure.KEEP_WHAT_IS_FRESH, clock, Runnable::run);
    private int questions;

    @Test
    void asksAtOnceAndThenAtItsPace() {
        assertThat(source.isFirst()).isTrue();
        refresh(source, answered("a"));
        assertThat(source.isFirst()).isFalse();
        clock.advance(FIVE_MINUTES.minusMillis(1));
        refresh(source, answered("b"));
        assertThat(questions).isOne();

        clock.advance(Duration.ofMillis(1));
        refresh(source, answered("c"));
        assertThat(questions).isEqualTo(2);
        assertThat(shown(source)).contains("c");
    }

    @Test
    void asksSoonerAfterAFailureAndKeepsWhatItKnew() {
        refresh(source, answered("a"));
        clock.advance(FIVE_MINUTES);
        refresh(source, failed());
        assertThat(shown(source)).contains("a");

        clock.advance(MINUTE);
        refresh(source, failed());
        assertThat(questions).isEqualTo(3);
    }

    @Test
    void showsAFailureAtOnceWhereThatTellsMore() {
        SlowSource<String> strict = source(OnFailure.SHOW_IT, clock, Runnable::run);
        refresh(strict, answered("a"));
        clock.advance(FIVE_MINUTES);
        refresh(strict, failed());

        assertThat(reason(strict)).isEqualTo(FailureKind.STARTING);
    }

    @Test
    void showsNothingThatIsOlderThanThreeIntervals() {
        refresh(source, answered("a"));

        clock.advance(FIVE_MINUTES.multipliedBy(3));
        assertThat(shown(source)).contains("a");

        clock.advance(Duration.ofMillis(1));
        assertThat(reason(source)).isEqualTo(FailureKind.TIMEOUT);
        refresh(source, failed());
        assertThat(reason(source)).isEqualTo(FailureKind.STARTING);
    }

    @Test
    void tellsWhyNothingWasEverSeen() {
        assertThat(source.shown(clock.instant())).isEqualTo(Answer.notAsked());

        refresh(source, failed());

        assertThat(reason(source)).isEqualTo(FailureKind.STARTING);
    }

    @Test
    void showsNothingBesideANodeThatDoesNotAnswerAndAllAgainWhenItDoes() {
        refresh(source, answered("a"));

        Answer<PostgresFacts> refused = Answer.failed(FailureKind.REFUSED, "refused", clock.instant());
        assertThat(source.beside(refused, clock.instant()).reason())
                .map(Failure::kind)
                .contains(FailureKind.REFUSED);
        assertThat(source.beside(Answer.notAsked(), clock.instant())).isEqualTo(Answer.notAsked());
        Answer<PostgresFacts> facts =
                Answer.answered(Nodes.primary("patroni-0").facts(clock.instant()), clock.instant(), clock.instant());
        assertThat(source.beside(facts, clock.instant()).value()).contains("a");
    }

    @Test
    void asksSoonWhenItIsToHurryAndShowsWhatItHasUntilThen() {
        refresh(source, answered("a"));

        source.hurry();

        assertThat(source.isFirst()).isTrue();
        assertThat(shown(source)).contains("a");
        refresh(source, answered("b"));
        assertThat(shown(source)).contains("b");
    }

    @Test
    void startsAgainAtAnotherSourceAndDropsTheAnswerThatWasUnderWay() {
        Deque<Runnable> work = new ArrayDeque<>();
        SlowSource<String> slow = source(OnFailure.KEEP_WHAT_IS_FRESH, clock, work::add);
        assertThat(slow.refresh(() -> answered("of the former"))).isNotDone();

        slow.forget();
        work.remove().run();

        assertThat(slow.shown(clock.instant())).isEqualTo(Answer.notAsked());
        assertThat(slow.isFirst()).isTrue();
    }

    @Test
    void putsOneQuestionAtATime() {
        Deque<Runnable> work = new ArrayDeque<>();
        SlowSource<String> hung = source(OnFailure.SHOW_IT, clock, work::add);
        assertThat(hung.refresh(() -> answered("late"))).isNotDone();
        clock.advance(FIVE_MINUTES);

        refresh(hung, answered("never asked"));

        assertThat(questions).isZero();
        assertThat(hung.shown(clock.instant()).reason().orElseThrow().detail())
                .isEqualTo("the source has not answered for 300.0 s, not asked again");
    }

    @Test
    void neverAsksWhatIsSwitchedOff() {
        SlowSource<String> off = new SlowSource<>(
                "the source",
                Pace::never,
                OnFailure.SHOW_IT,
                new SlowSource.Asking(Runnable::run, clock, CountedBugs.none()));

        assertThat(off.isFirst()).isFalse();
        refresh(off, answered("a"));
        off.forget();
        refresh(off, answered("a"));

        assertThat(questions).isZero();
        assertThat(off.shown(clock.instant())).isEqualTo(Answer.notAsked());
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 120, 3600})
    void goesByElapsedTimeWhateverBecomesOfTheWallClock(long jump) {
        AtomicReference<Instant> wall = new AtomicReference<>(clock.instant());
        AtomicLong nanos = new AtomicLong();
        SteadyClock steady = new SteadyClock(wall::get, nanos::get);
        SlowSource<String> watched = source(OnFailure.KEEP_WHAT_IS_FRESH, steady, Runnable::run);
        refresh(watched, Answer.answered("a", steady.instant(), steady.instant()));
        wall.set(wall.get().plusSeconds(jump));

        nanos.addAndGet(FIVE_MINUTES.minusMillis(1).toNanos());
        refresh(watched, failed());
        assertThat(questions).isOne();

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        refresh(watched, failed());
        assertThat(questions).isEqualTo(2);

        nanos.addAndGet(FIVE_MINUTES.multipliedBy(2).toNanos());
        assertThat(watched.shown(steady.instant()).isAnswered()).isTrue();
        assertThat(watched.shown(steady.instant().plusMillis(1)).isAnswered()).isFalse();
    }

    private static SlowSource<String> source(OnFailure onFailure, Clock clock, Executor workers) {
        return new SlowSource<>(
                "the source",
                () -> Pace.every(FIVE_MINUTES, MINUTE),
                onFailure,
                new SlowSource.Asking(workers, clock, CountedBugs.none()));
    }

    private void refresh(SlowSource<String> asked, Answer<String> answer) {
        assertThat(asked.refresh(() -> {
                    questions++;
                    return answer;
                }))
                .isCompleted();
    }

    private Answer<String> answered(String text) {
        return Answer.answered(text, clock.instant(), clock.instant());
    }

    private Answer<String> failed() {
        return Answer.failed(FailureKind.STARTING, "starts", clock.instant());
    }

    private Optional<String> shown(SlowSource<String> asked) {
        return asked.shown(clock.instant()).value();
    }

    private FailureKind reason(SlowSource<String> asked) {
        return asked.shown(clock.instant()).reason().orElseThrow().kind();
    }
}
