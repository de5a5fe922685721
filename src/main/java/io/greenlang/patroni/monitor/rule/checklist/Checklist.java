package io.greenlang.patroni.monitor.rule.checklist;

import io.greenlang.patroni.monitor.rule.checklist.Outcome.Result;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One cluster's checklist, filled in.
 *
 * @param at when the cluster was looked at
 * @param reminders what only people can do; decides nothing
 */
public record Checklist(Kind kind, String cluster, Instant at, List<Item> items, List<Reminder> reminders) {
    public Checklist {
        items = List.copyOf(items);
        reminders = List.copyOf(reminders);
    }

    /** Before maintenance, or after it. */
    public enum Kind {
        PREFLIGHT,
        POSTFLIGHT;

        /** The name of the command. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param id stable, lower case with dashes */
    public record Reminder(String id, String title) {}

    public ChecklistVerdict verdict() {
        return ChecklistVerdict.of(items);
    }

    /** What stands in the way: failures and what should be known, in their order. */
    public List<Item> obstacles() {
        return items.stream()
                .filter(item -> item.decides() && item.result() != Result.PASS)
                .toList();
    }

    /** What was not checked, because it is not set up, and does not decide. */
    public List<Item> notChecked() {
        return items.stream()
                .filter(item -> !item.decides() && item.result() == Result.UNKNOWN)
                .toList();
    }
}
