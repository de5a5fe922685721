package io.greenlang.patroni.monitor.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What must be true in every round of every history. Sees all rounds of one history in order; one object for each history. */
interface Invariant {
    /** What is wrong in this round; empty when nothing is. */
    List<Breach> check(Frame frame);

    /**
     * @param rule which promise is broken, in a few words that are the same for every history
     * @param words what happened instead
     */
    record Breach(String rule, int round, String words) {}

    @SafeVarargs
    static List<Breach> all(Optional<Breach>... breaches) {
        List<Breach> all = new ArrayList<>();
        for (Optional<Breach> breach : breaches) {
            breach.ifPresent(all::add);
        }
        return all;
    }

    /** @param words is only asked for when it is needed */
    static Optional<Breach> breachIf(boolean broken, String rule, Frame frame, Supplier<String> words) {
        return broken ? Optional.of(new Breach(rule, frame.round(), words.get())) : Optional.empty();
    }
}
