package io.greenlang.patroni.monitor.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Waits for the real world by asking again; a question that throws, or whose assertion fails, counts as "not yet". */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Await() {}

    /** Fails, with the last exception as its cause, when the condition does not come true within the limit. */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        value(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that the question yields within the limit. */
    public static <T> T value(String what, Duration limit, Callable<Optional<T>> question) {
        long deadline = System.nanoTime() + limit.toNanos();
        Throwable last;
        do {
            last = null;
            try {
                Optional<T> value = question.call();
                if (value.isPresent()) {
                    return value.get();
                }
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            } catch (Exception | AssertionError e) {
                last = e;
            }
            pause(what);
        } while (System.nanoTime() < deadline);
        String reason = last == null ? "" : ", recently: " + last.getMessage();
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what + reason, last);
    }

    /** Fails at once when the condition is false, or throws, at any time within the period. */
    public static void holds(String what, Duration period, Callable<Boolean> condition) {
        long end = System.nanoTime() + period.toNanos();
        do {
            check(what, condition);
            pause(what);
        } while (System.nanoTime() < end);
    }

    /** A question to one value. */
    @FunctionalInterface
    public interface Condition<T> {
        boolean holds(T value) throws Exception;
    }

    /**
     * As {@link #holds(String, Duration, Callable)}, for those of the values that count. Fails, too, when they are not most.
     *
     * @param counts false for a value that says nothing, such as one that a slow machine was late with
     */
    public static <T> void holds(
            String what, Duration period, Callable<T> question, Predicate<T> counts, Condition<T> condition) {
        AtomicInteger counted = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        holds(what, period, () -> {
            T value = question.call();
            if (!counts.test(value)) {
                others.incrementAndGet();
                return true;
            }
            counted.incrementAndGet();
            return condition.holds(value);
        });
        if (counted.get() <= others.get()) {
            throw new AssertionError("%d values count, %d do not: %s".formatted(counted.get(), others.get(), what));
        }
    }

    private static void check(String what, Callable<Boolean> condition) {
        boolean holds;
        try {
            holds = condition.call();
        } catch (Exception e) {
            throw new AssertionError("does not hold: " + what, e);
        }
        if (!holds) {
            throw new AssertionError("does not hold: " + what);
        }
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private static IllegalStateException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting: " + what, e);
    }
}
