package io.greenlang.patroni.monitor.simulation;

import java.util.Optional;

/** What must be true in every round of every history. Sees all rounds of one history in order; one object for each history. */
interface Invariant {
    /**
     * What is wrong in this round.
     *
     * @return empty when nothing is
     */
    Optional<Breach> check(Frame frame);

    /**
     * @param rule which promise is broken, in a few words that are the same for every history
     * @param words what happened instead
     */
    record Breach(String rule, int round, String words) {}

    static Optional<Breach> breachIf(boolean broken, String rule, Frame frame, String words) {
        return broken ? Optional.of(new Breach(rule, frame.round(), words)) : Optional.empty();
    }
}
