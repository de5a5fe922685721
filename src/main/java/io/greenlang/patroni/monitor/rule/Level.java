package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.config.Thresholds;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One severity of a rule with the limit that a check measures against.
 *
 * @param limit in the rule's unit; 0 for a rule without a number
 * @param thresholds all of the cluster, for a check that measures by more than its limit
 */
record Level(Severity severity, double limit, Thresholds thresholds) {

    /**
     * Holds strictly above the limit.
     *
     * @param description is only made when it is needed: most of what is judged is well
     */
    Finding above(@Nullable String member, double value, Supplier<String> description) {
        return value > limit ? holds(member, value, description.get()) : clear(member);
    }

    /** Holds strictly below the limit. */
    boolean isBelow(double value) {
        return value < limit;
    }

    Finding holds(@Nullable String member, double value, String description) {
        return new Finding(severity, member, new Verdict.Holds(value, description));
    }

    Finding clear(@Nullable String member) {
        return new Finding(severity, member, new Verdict.Clear());
    }

    Finding unknown(@Nullable String member, String reason) {
        return new Finding(severity, member, new Verdict.Unknown(reason));
    }
}
