package io.greenlang.patroni.monitor.rule;

import java.util.function.Function;
import java.util.function.Supplier;

/** What one snapshot says to one condition. Unknown is neither yes nor no. */
public sealed interface Verdict permits Verdict.Holds, Verdict.Clear, Verdict.Unknown {

    /**
     * @param value in the rule's unit
     * @param description one sentence with value, cluster and member
     */
    record Holds(double value, String description) implements Verdict {
        @Override
        public <R> R fold(Function<Holds, R> holds, Supplier<R> clear, Function<Unknown, R> unknown) {
            return holds.apply(this);
        }
    }

    /** The facts are known, and they are good. */
    record Clear() implements Verdict {
        @Override
        public <R> R fold(Function<Holds, R> holds, Supplier<R> clear, Function<Unknown, R> unknown) {
            return clear.get();
        }
    }

    /** @param reason for people: which fact is missing, and why */
    record Unknown(String reason) implements Verdict {
        @Override
        public <R> R fold(Function<Holds, R> holds, Supplier<R> clear, Function<Unknown, R> unknown) {
            return unknown.apply(this);
        }
    }

    /** The one way to tell the three cases apart. */
    <R> R fold(Function<Holds, R> holds, Supplier<R> clear, Function<Unknown, R> unknown);
}
