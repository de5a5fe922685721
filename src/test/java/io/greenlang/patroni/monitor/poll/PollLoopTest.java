package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import io.greenlang.patroni.monitor.source.dcs.DcsSources;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollLoopTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SteppedClock clock = new SteppedClock(Clock.fixed(START, ZoneOffset.UTC));
    private final HeldThread thread = new HeldThread();
    private final List<Instant> rounds = new ArrayList<>();
    private final List<ClusterSnapshot> published = new ArrayList<>();
    private int bugs;
    private Duration roundTakes = Duration.ofMillis(100);
    private Runnable inRound = () -> {};
    private final PollLoop loop = new PollLoop(
            Snapshots.CLUSTER,
            INTERVAL,
            new Round(),
            published::add,
            new ReentrantLock(),
            new ClusterPoller.Resources(
                    Runnable::run,
                    new PostgresClient.Shared(clock, thread, null),
                    new DcsSources(clock),
                    new Bugs(),
                    clock),
            thread);

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void keepsToTheGridHoweverLongARoundTakes() {
        loop.start(Duration.ofMillis(300));
        runUntil(START.plusSeconds(3));

        assertThat(rounds)
                .containsExactly(
                        START.plusMillis(300), START.plusMillis(1300), START.plusMillis(2300), START.plusMillis(3300));
    }

    @Test
    void skipsWhatItMissedInsteadOfCatchingUp() {
        loop.start(Duration.ZERO);
        thread.runNext();
        clock.advance(Duration.ofSeconds(20)); // the process was stopped
        int before = rounds.size();
        thread.runNext();
        thread.runNext();

        assertThat(rounds.subList(before, rounds.size()))
                .containsExactly(START.plusMillis(20_100), START.plusSeconds(21));
    }

    @Test
    void skipsTheRoundsThatASlowOneLeavesNoTimeFor() {
        roundTakes = Duration.ofMillis(2500);
        loop.start(Duration.ZERO);
        runUntil(START.plusSeconds(3));

        assertThat(rounds).containsExactly(START, START.plusSeconds(3));
    }

    @Test
    void goesOnAfterABug() {
        inRound = () -> {
            throw new AssertionError("a bug");
        };
        loop.start(Duration.ZERO);
        runUntil(START.plusSeconds(2));

        assertThat(rounds).hasSize(3);
        assertThat(bugs).isEqualTo(3);
        assertThat(loop.isAlive(clock)).isTrue();
    }

    @Test
    void isDeadAfterHalfAMinuteWithoutARound() {
        loop.start(Duration.ZERO);
        thread.runNext();
        clock.advance(Duration.ofMillis(29_999));
        assertThat(loop.isAlive(clock)).isTrue();

        clock.advance(Duration.ofMillis(1));
        assertThat(loop.isAlive(clock)).isFalse();
    }

    @Test
    void endsWhenItIsClosed() {
        loop.start(Duration.ZERO);
        Runnable next = thread.next();
        loop.close();

        next.run();

        assertThat(thread.isShutdown()).isTrue();
    }

    @Test
    void publishesNothingOnceItIsClosed() {
        inRound = loop::close;
        loop.start(Duration.ZERO);
        thread.runNext();

        assertThat(rounds).hasSize(1);
        assertThat(published).isEmpty();
    }

    @Test
    void beginsNoRoundWhileTheOneBeforeAReloadGoesOn() throws InterruptedException {
        ReentrantLock turns = new ReentrantLock();
        PollLoop next = new PollLoop(
                Snapshots.CLUSTER,
                Duration.ofMillis(10),
                new Round(),
                published::add,
                turns,
                new ClusterPoller.Resources(
                        Runnable::run,
                        new PostgresClient.Shared(clock, thread, null),
                        new DcsSources(clock),
                        new Bugs(),
                        clock),
                thread);
        Thread before = new Thread(() -> {
            turns.lock();
            try {
                LockSupport.park();
            } finally {
                turns.unlock();
            }
        });
        before.start();
        Await.until("the round before goes on", SOON, turns::isLocked);
        next.start(Duration.ZERO);
        thread.runNext();
        thread.runNext();
        assertThat(rounds).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(next.isAlive(clock)).isFalse();

        LockSupport.unpark(before);
        before.join();
        thread.runNext();
        assertThat(rounds).hasSize(1);
        assertThat(published).hasSize(1);
        assertThat(next.isAlive(clock)).isTrue();
    }

    private void runUntil(Instant end) {
        while (rounds.isEmpty() || rounds.get(rounds.size() - 1).isBefore(end)) {
            thread.runNext();
        }
    }

    private final class Round implements PollLoop.Rounds {
        @Override
        public ClusterSnapshot poll() {
            rounds.add(clock.instant());
            clock.advance(roundTakes);
            inRound.run();
            return Snapshots.healthy().build();
        }

        @Override
        public void close() {}
    }

    private final class Bugs implements OwnMetrics {
        @Override
        public void internalError(String cluster) {
            bugs++;
        }
    }

    /** Runs what is scheduled when the test says so, with the clock moved to that time. */
    private final class HeldThread extends ScheduledThreadPoolExecutor {
        private Runnable next = () -> {};
        private Instant at = START;

        HeldThread() {
            super(1, Executors.defaultThreadFactory());
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            next = task;
            at = clock.instant().plus(delay, unit.toChronoUnit());
            return super.schedule(() -> {}, 0, unit);
        }

        Runnable next() {
            return next;
        }

        void runNext() {
            if (at.isAfter(clock.instant())) {
                clock.advance(Duration.between(clock.instant(), at));
            }
            next.run();
        }
    }
}
