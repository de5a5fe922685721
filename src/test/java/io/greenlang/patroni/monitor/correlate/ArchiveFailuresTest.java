package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveFailuresTest {
    private static final int HOUR = 3600;

    private static final Duration WINDOW = Duration.ofHours(1);

    private final ArchiveFailures failures = new ArchiveFailures();

    @Test
    void startsFromTheFirstReading() {
        assertThat(count(0, 500, at(-2 * HOUR))).isZero();
        assertThat(count(5, 500, at(-2 * HOUR))).isZero();
        assertThat(count(10, 503, at(9))).isEqualTo(3);
    }

    @Test
    void countsOneAtTheFirstReadingWhenTheLastFailureIsRecent() {
        assertThat(count(0, 500, at(-600))).isEqualTo(1);
        assertThat(count(3000, 500, at(-600))).isEqualTo(1);
        assertThat(count(3001, 500, at(-600))).isZero();
    }

    @Test
    void countsNothingWhereNothingEverFailed() {
        assertThat(count(0, 0, null)).isZero();
    }

    @Test
    void clearsByItself() {
        count(0, 0, null);
        count(5, 4, at(4));

        assertThat(count(5 + HOUR, 4, at(4))).isEqualTo(4);
        assertThat(count(6 + HOUR, 4, at(4))).isZero();
    }

    @Test
    void countsOnAfterTheCounterWasReset() {
        count(0, 100, at(-2 * HOUR));
        count(5, 102, at(4));

        assertThat(count(10, 1, at(9))).isEqualTo(3);
        assertThat(count(15, 0, null)).isEqualTo(3);
    }

    @Test
    void datesWhatHappenedInALongPauseByTheNodesOwnClock() {
        count(0, 10, null);

        assertThat(count(5 * HOUR, 30, at(2 * HOUR))).isZero();
        assertThat(count(10 * HOUR, 40, at(9.5 * HOUR))).isEqualTo(10);
    }

    @Test
    void leavesOutAMemberThatCouldNotBeReadAndRemembersItsCounter() {
        count(0, 10, null);

        assertThat(failures.count(
                        Round.of(5, Member.primary("n1", 3, 1).postgresFails(FailureKind.TIMEOUT))
                                .seen(),
                        WINDOW))
                .isEmpty();
        assertThat(count(10, 12, at(7))).isEqualTo(2);
    }

    @Test
    void forgetsAMemberThatIsNoLongerKnown() {
        count(0, 10, null);
        failures.count(Round.of(5, Member.primary("n2", 3, 1)).seen(), WINDOW);

        assertThat(count(10, 12, at(-2 * HOUR))).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void isTheIncreaseWithinTheWindowWhateverHappens(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Deque<Integer> seconds = new ArrayDeque<>();
        long counter = 0;
        count(0, 0, null);
        for (int second = 5; second < 5 * HOUR; second += 5) {
            int failed = random.nextInt(50) == 0 ? random.nextInt(1, 4) : 0;
            counter = random.nextInt(500) == 0 ? 0 : counter;
            for (int i = 0; i < failed; i++) {
                seconds.add(second);
            }
            counter += failed;
            int oldest = second - HOUR;
            seconds.removeIf(s -> s < oldest);
            assertThat(count(second, counter, at(second)))
                    .as("seed %d at %d", seed, second)
                    .isEqualTo(seconds.size());
        }
    }

    private long count(double second, long failed, Instant last) {
        return failures.count(
                        Round.of(second, Member.primary("n1", 3, 1).archiveFailures(failed, last))
                                .seen(),
                        WINDOW)
                .get("n1");
    }
}
