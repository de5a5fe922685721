package io.greenlang.patroni.monitor.rule.checklist;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one question of a checklist came to.
 *
 * @param decides counts for the verdict; false for information, and for what this monitor was not set up to see
 * @param reason what was seen, or why it can't be told, for people
 */
public record Outcome(Result result, boolean decides, String reason) {

    /** Unknown is not pass. */
    public enum Result {
        PASS,
        FAIL,
        UNKNOWN;

        /** As the JSON has it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Outcome pass(String reason) {
        return new Outcome(Result.PASS, true, reason);
    }

    static Outcome fail(String reason) {
        return new Outcome(Result.FAIL, true, reason);
    }

    /** It should be there and could not be read. */
    static Outcome unknown(String reason) {
        return new Outcome(Result.UNKNOWN, true, reason);
    }

    /** Nobody set the monitor up to see it. */
    static Outcome notSetUp(String reason) {
        return new Outcome(Result.UNKNOWN, false, reason);
    }

    /** Worth knowing, and no reason to go or not to go. */
    Outcome asInformation() {
        return new Outcome(result, false, reason);
    }

    boolean is(Result wanted) {
        return result == wanted;
    }

    /**
     * The worst of them: a failure, then what could not be read, then what is not set up, else all is well. The reason
     * names everything that is as bad, and what could not be read beside a failure.
     *
     * @param allWell the reason when all pass
     */
    static Outcome worst(Stream<Outcome> outcomes, String allWell) {
        var all = outcomes.toList();
        int worst = all.stream().mapToInt(Outcome::badness).max().orElse(0);
        if (worst == 0) {
            return pass(allWell);
        }
        String reasons = all.stream()
                .filter(outcome -> outcome.badness() == worst || (outcome.decides && outcome.is(Result.UNKNOWN)))
                .map(Outcome::reason)
                .distinct()
                .collect(Collectors.joining("; "));
        return all.stream()
                .filter(outcome -> outcome.badness() == worst)
                .map(outcome -> new Outcome(outcome.result, outcome.decides, reasons))
                .findFirst()
                .orElseThrow();
    }

    private int badness() {
        return switch (result) {
            case PASS -> 0;
            case UNKNOWN -> decides ? 2 : 1;
            case FAIL -> 3;
        };
    }
}
