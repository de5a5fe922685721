package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final SteppedClock clock =
            new SteppedClock(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    private final List<Runnable> queued = new ArrayList<>();
    private final AtomicInteger bugs = new AtomicInteger();
    private final InternalErrors errors = new InternalErrors("c", CountedBugs.in(bugs));
    private final SingleFlight flight = new SingleFlight("PostgreSQL of n1", queued::add, clock, errors);

    @Test
    void answersOnAWorker() {
        CompletableFuture<String> answer = flight.ask(() -> "yes", Failure::detail);
        assertThat(answer).isNotDone();
        runQueued();
        assertThat(answer).isCompletedWithValue("yes");
    }

    @Test
    void doesNotAskAgainWhileAnAnswerIsOwed() {
        CompletableFuture<String> first = flight.ask(() -> "late", Failure::detail);
        clock.advance(Duration.ofMillis(2100));

        CompletableFuture<Failure> second = flight.ask(() -> null, failure -> failure);

        assertThat(second.join())
                .isEqualTo(new Failure(
                        FailureKind.TIMEOUT, "PostgreSQL of n1 has not answered for 2.1 s, not asked again"));
        assertThat(queued).hasSize(1);
        assertThat(first).isNotDone();
    }

    @Test
    void isFreeAgainOnceTheAnswerIsThere() {
        CompletableFuture<String> second = flight.ask(() -> "one", Failure::detail)
                .thenCompose(one -> flight.ask(() -> one + ", two", Failure::detail));
        runQueued();
        runQueued();
        assertThat(second).as("asked again from the first answer").isCompletedWithValue("one, two");
    }

    @Test
    void isFreeAgainAfterABug() {
        CompletableFuture<Failure> broken = flight.ask(
                () -> {
                    throw new StackOverflowError("bug");
                },
                failure -> failure);
        runQueued();
        assertThat(broken.join())
                .isEqualTo(new Failure(FailureKind.INTERNAL, "a bug in the monitor: StackOverflowError"));
        assertThat(bugs).hasValue(1);
        CompletableFuture<String> next = flight.ask(() -> "works", Failure::detail);
        runQueued();
        assertThat(next).isCompletedWithValue("works");
    }

    @Test
    void saysSoWhenNoThreadIsLeft() {
        SingleFlight starved = new SingleFlight(
                "Patroni of n1",
                task -> {
                    throw new RejectedExecutionException();
                },
                clock,
                errors);
        Failure first = starved.ask(() -> null, (Failure f) -> f).join();
        Failure second = starved.ask(() -> null, (Failure f) -> f).join();
        assertThat(first.kind()).isEqualTo(FailureKind.MONITOR_BUSY);
        assertThat(second).as("nothing is left under way").isEqualTo(first);
    }

    @Test
    void isFreeAgainWhenTheMachineGivesNoThread() {
        List<Error> once = new ArrayList<>(List.of(new OutOfMemoryError("unable to create native thread")));
        SingleFlight poor = new SingleFlight(
                "Patroni of n1",
                task -> {
                    if (!once.isEmpty()) {
                        throw once.remove(0);
                    }
                    task.run();
                },
                clock,
                errors);
        assertThat(poor.ask(() -> "yes", failure -> failure.kind().label())).isCompletedWithValue("internal");
        assertThat(poor.ask(() -> "yes", Failure::detail)).isCompletedWithValue("yes");
    }

    private void runQueued() {
        List<Runnable> tasks = List.copyOf(queued);
        queued.clear();
        tasks.forEach(Runnable::run);
    }
}
