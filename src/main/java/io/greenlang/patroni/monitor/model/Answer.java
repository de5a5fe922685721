package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What became of one question: an answer with the moment it arrived, a failure with its reason, or never asked (the
 * source is switched off, or it was not this question's turn yet). Nothing here stands for "0 because unreadable".
 */
public sealed interface Answer<T> permits Answer.Answered, Answer.Failed, Answer.NotAsked {

    /**
     * @param asked when the question was sent, by the daemon's clock
     * @param received when its last byte arrived
     */
    record Answered<T>(T content, Instant asked, Instant received) implements Answer<T> {
        @Override
        public <R> R fold(Function<Answered<T>, R> answered, Function<Failure, R> failed, Supplier<R> notAsked) {
            return answered.apply(this);
        }
    }

    /** @param at when the failure was known; of one that is only repeated, when the node was asked last */
    record Failed<T>(Failure failure, Instant at) implements Answer<T> {
        @Override
        public <R> R fold(Function<Answered<T>, R> answered, Function<Failure, R> failed, Supplier<R> notAsked) {
            return failed.apply(failure);
        }
    }

    /** The question was not put; that says nothing about the node. */
    record NotAsked<T>() implements Answer<T> {
        @Override
        public <R> R fold(Function<Answered<T>, R> answered, Function<Failure, R> failed, Supplier<R> notAsked) {
            return notAsked.get();
        }
    }

    /** The one way to tell the three cases apart. */
    <R> R fold(Function<Answered<T>, R> answered, Function<Failure, R> failed, Supplier<R> notAsked);

    static <T> Answer<T> answered(T value, Instant asked, Instant received) {
        return new Answered<>(value, asked, received);
    }

    static <T> Answer<T> failed(FailureKind kind, String detail, Instant at) {
        return new Failed<>(new Failure(kind, detail), at);
    }

    static <T> Answer<T> notAsked() {
        return new NotAsked<>();
    }

    /** The same answer as a failure: it came, and can't be used. Anything but an answer stays as it is. */
    default Answer<T> rejected(FailureKind kind, String detail) {
        return this instanceof Answered<T> told ? failed(kind, detail, told.received()) : this;
    }

    /** The same failure as the answer to another question; not asked where this is none. */
    default <R> Answer<R> sameFailure() {
        return this instanceof Failed<T> f ? new Failed<>(f.failure(), f.at()) : new NotAsked<>();
    }

    /** The value, where one was given. */
    default Optional<T> value() {
        return fold(a -> Optional.of(a.content()), f -> Optional.empty(), Optional::empty);
    }

    /** When the value arrived, where one was given. */
    default Optional<Instant> receivedAt() {
        return fold(a -> Optional.of(a.received()), f -> Optional.empty(), Optional::empty);
    }

    /** When the value arrived, or the failure was known; empty when it was not asked. */
    default Optional<Instant> knownAt() {
        return this instanceof Failed<T> f ? Optional.of(f.at()) : receivedAt();
    }

    /** From the question to the last byte of the answer, where one was given. */
    default Optional<Duration> took() {
        return fold(
                a -> Optional.of(Duration.between(a.asked(), a.received())), f -> Optional.empty(), Optional::empty);
    }

    /** The failure, where there is one. */
    default Optional<Failure> reason() {
        return fold(a -> Optional.empty(), Optional::of, Optional::empty);
    }

    default boolean isAnswered() {
        return value().isPresent();
    }

    /** The answer to another question about the same value; a failure stays the failure it is. */
    default <R> Answer<R> map(Function<T, R> view) {
        if (this instanceof Answered<T> a) {
            return new Answered<>(view.apply(a.content()), a.asked(), a.received());
        }
        if (this instanceof Failed<T> f) {
            return new Failed<>(f.failure(), f.at());
        }
        return new NotAsked<>();
    }
}
