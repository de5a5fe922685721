package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.greenlang.patroni.monitor.model.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LsnRingTest {
    private static final long MIB = 1 << 20;

    private final LsnRing ring = new LsnRing();

    @Test
    void knowsNothingBeforeTheFirstSample() {
        assertThat(ring.first()).isEmpty();
        assertThat(ring.asOf(at(0))).isEmpty();
        assertThat(ring.passed(new Lsn(1))).isEmpty();
        assertThat(ring.positionAt(at(0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100, 0", "150, 5", "199, 9.9", "200, 10", "250, 12.5", "300, 15", "400, 20"})
    void findsWhenAPositionWasPassedByEvenWriting(long lsn, double seconds) {
        add(0, 100);
        add(10, 200);
        add(20, 400);

        assertThat(ring.passed(new Lsn(lsn))).contains(at(seconds));
    }

    @Test
    void doesNotKnowWhenAPositionBeforeItsMemoryWasPassed() {
        add(0, 100);

        assertThat(ring.passed(new Lsn(99))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-5, 100", "0, 100", "5, 150", "10, 200", "15, 300", "20, 400", "99, 400"})
    void findsThePositionAtATime(double seconds, long lsn) {
        add(0, 100);
        add(10, 200);
        add(20, 400);

        assertThat(ring.positionAt(at(seconds))).contains(new Lsn(lsn));
    }

    @Test
    void takesNoLaterSampleForCertain() {
        add(0, 100);
        add(10, 200);

        assertThat(ring.asOf(at(-1))).isEmpty();
        assertThat(ring.asOf(at(0))).contains(new LsnRing.Sample(at(0), new Lsn(100)));
        assertThat(ring.asOf(at(9.999))).contains(new LsnRing.Sample(at(0), new Lsn(100)));
        assertThat(ring.asOf(at(11))).contains(new LsnRing.Sample(at(10), new Lsn(200)));
    }

    @Test
    void keepsAnIdleStretchAsItsFirstAndLastMoment() {
        for (int i = 0; i <= 1000; i++) {
            add(i, 100);
        }
        add(1001, 200);

        assertThat(ring.size()).isEqualTo(3);
        assertThat(ring.first()).contains(new LsnRing.Sample(at(0), new Lsn(100)));
        assertThat(ring.passed(new Lsn(100))).contains(at(1000));
        assertThat(ring.passed(new Lsn(150))).contains(at(1000.5));
    }

    @Test
    void takesARepeatedAnswerOnce() {
        add(0, 100);
        add(0, 200);

        assertThat(ring.size()).isEqualTo(1);
        assertThat(ring.positionAt(at(0))).contains(new Lsn(100));
    }

    @Test
    void forgetsOnlyWhatASmallStepBackContradicts() {
        add(0, 100);
        add(10, 200);
        add(20, 400);
        add(30, 300);

        assertThat(ring.first()).contains(new LsnRing.Sample(at(0), new Lsn(100)));
        assertThat(ring.passed(new Lsn(250))).contains(at(20));
        assertThat(ring.asOf(at(25))).contains(new LsnRing.Sample(at(10), new Lsn(200)));
        assertThat(ring.positionAt(at(30))).contains(new Lsn(300));
    }

    @Test
    void startsAfreshWhenTheDatabaseWasRestored() {
        add(0, 100);
        add(10, 40 * MIB);
        add(20, 10 * MIB);

        assertThat(ring.size()).isEqualTo(1);
        assertThat(ring.first()).contains(new LsnRing.Sample(at(20), new Lsn(10 * MIB)));
    }

    @Test
    void startsAfreshWhenTheClockWasSetBack() {
        add(3600, 100);
        add(3605, 200);
        add(10, 300);

        assertThat(ring.first()).contains(new LsnRing.Sample(at(10), new Lsn(300)));
        assertThat(ring.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 30})
    void reachesBackADayPreciselyWithinItsBound(int interval) {
        Duration day = Duration.ofHours(24);
        int rounds = (int) (day.plusHours(6).toSeconds() / interval);
        int largest = 0;
        for (int i = 0; i <= rounds; i++) {
            add((double) i * interval, i * 1000L);
            largest = Math.max(largest, ring.size());
        }
        assertThat(largest).isLessThanOrEqualTo(LsnRing.CAPACITY);

        Instant now = at((double) rounds * interval);
        for (int age : new int[] {interval, 60, 3600, 6 * 3600, 86_400}) {
            int sample = rounds - age / interval;
            Instant passed = ring.passed(new Lsn(sample * 1000L)).orElseThrow();
            assertThat(Duration.between(passed, now).toMillis() / 1000.0).isCloseTo(age, offset(0.01));
        }
    }

    @Test
    void isAccurateToASmallShareOfTheAgeWhenWritingIsUneven() {
        SplittableRandom random = new SplittableRandom(20261122);
        List<LsnRing.Sample> all = new ArrayList<>();
        long lsn = 0;
        for (int i = 0; i < 30_000; i++) {
            lsn += random.nextInt(4) == 0 ? random.nextLong(100 * MIB) : random.nextLong(100);
            all.add(new LsnRing.Sample(at(i * 5), new Lsn(lsn)));
            ring.add(at(i * 5), new Lsn(lsn));
        }

        Instant now = at(29_999 * 5);
        for (int trial = 0; trial < 2000; trial++) {
            LsnRing.Sample sample = all.get(all.size() - 1 - random.nextInt(17_280));
            Duration age = Duration.between(sample.time(), now);
            Duration measured = Duration.between(ring.passed(sample.lsn()).orElseThrow(), now);
            assertThat(measured.minus(age).abs().toMillis())
                    .as("age %s in trial %d", age, trial)
                    .isLessThanOrEqualTo(Math.max(5000, age.toMillis() / 100));
        }
    }

    @Test
    void keepsTheEndOfALongIdleStretchWhenThinned() {
        add(0, 100);
        add(3600, 100);
        for (int i = 1; i <= 20_000; i++) {
            add(3600 + i * 5, 100 + i * 1000L);
        }

        assertThat(ring.passed(new Lsn(100)).orElseThrow()).isEqualTo(at(3600));
    }

    @Test
    void forgetsWhatIsOlderThanItsReachOnceItIsFull() {
        for (int i = 0; i <= 2 * LsnRing.CAPACITY; i++) {
            add(i * 60, i * 1000L);
        }

        Instant now = at(2.0 * LsnRing.CAPACITY * 60);
        assertThat(ring.first().orElseThrow().time())
                .isBetween(now.minus(LsnRing.REACH.multipliedBy(2)), now.minus(LsnRing.REACH.dividedBy(2)));
    }

    private void add(double seconds, long lsn) {
        ring.add(at(seconds), new Lsn(lsn));
    }
}
