package io.greenlang.patroni.monitor.rule;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A condition that holds, for one cluster or one member of it.
 *
 * @param member null when the alert is about the cluster
 * @param since when it became pending, or firing
 * @param value in the rule's unit; the last known while the facts are unknown
 * @param description one sentence with value, cluster and member
 */
public record Alert(
        String name,
        Severity severity,
        @Nullable String member,
        State state,
        Instant since,
        double value,
        String description) {

    /** Pending: the condition holds, but not yet for long enough. */
    public enum State {
        PENDING,
        FIRING;

        /** The value of the label {@code state}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isFiring() {
        return state == State.FIRING;
    }
}
