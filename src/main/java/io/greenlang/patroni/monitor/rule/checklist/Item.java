package io.greenlang.patroni.monitor.rule.checklist;

/**
 * One line of a checklist.
 *
 * @param id stable, lower case with dashes
 * @param title a statement, which is true when the item passes
 */
public record Item(String id, String title, Outcome outcome) {

    public Outcome.Result result() {
        return outcome.result();
    }

    /** Counts for the verdict. */
    public boolean decides() {
        return outcome.decides();
    }

    /** Why, for people. */
    public String reason() {
        return outcome.reason();
    }
}
