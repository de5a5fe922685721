package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one source of one node, wide enough for one question: while one is unanswered, no other is put, so that a
 * hung node holds one thread and owes one answer. Safe for concurrent use.
 */
final class SingleFlight {
    private final String what;
    private final Executor workers;
    private final Clock clock;
    private final InternalErrors errors;
    private final AtomicReference<@Nullable Instant> busySince = new AtomicReference<>();

    /** @param what for people: who is asked, and by which source */
    SingleFlight(String what, Executor workers, Clock clock, InternalErrors errors) {
        this.what = what;
        this.workers = workers;
        this.clock = clock;
        this.errors = errors;
    }

    /**
     * Puts a question on a worker thread. The future never fails.
     *
     * @param question must not throw for what the node does; what it throws is a bug
     * @param instead the answer when a question is under way, no worker is free, or the question threw
     */
    <R> CompletableFuture<R> ask(Supplier<R> question, Function<Failure, R> instead) {
        Instant now = clock.instant();
        if (!busySince.compareAndSet(null, now)) {
            return CompletableFuture.completedFuture(instead.apply(stillUnanswered(now)));
        }
        CompletableFuture<R> answer = new CompletableFuture<>();
        try {
            workers.execute(() -> answerInto(answer, question, instead));
        } catch (RejectedExecutionException e) {
            busySince.set(null);
            return CompletableFuture.completedFuture(instead.apply(
                    new Failure(FailureKind.MONITOR_BUSY, what + " was not asked: all threads are taken")));
        } catch (Throwable noThread) {
            busySince.set(null);
            return CompletableFuture.completedFuture(instead.apply(errors.take("a question to " + what, noThread)));
        }
        return answer;
    }

    /** Is free before it hands the answer on: the caller that waits for it may ask again at once. */
    private <R> void answerInto(CompletableFuture<R> answer, Supplier<R> question, Function<Failure, R> instead) {
        R result;
        try {
            result = question.get();
        } catch (Throwable bug) {
            result = instead.apply(errors.take("a question to " + what, bug));
        }
        busySince.set(null);
        answer.complete(result);
    }

    private Failure stillUnanswered(Instant now) {
        Instant since = busySince.get();
        Duration waited = since == null ? Duration.ZERO : Duration.between(since, now);
        return new Failure(
                FailureKind.TIMEOUT,
                what + " has not answered for " + String.format(Locale.ROOT, "%.1f s", waited.toMillis() / 1000.0)
                        + ", not asked again");
    }
}
