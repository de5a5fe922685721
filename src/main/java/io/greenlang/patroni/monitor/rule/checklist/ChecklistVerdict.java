package io.greenlang.patroni.monitor.rule.checklist;

import io.greenlang.patroni.monitor.rule.checklist.Outcome.Result;
import java.util.List;

/** What all items of a checklist come to. */
public enum ChecklistVerdict {
    GO("go"),
    /** Something that should be known is not. */
    UNKNOWN("unknown"),
    NO_GO("no-go");

    private final String label;

    ChecklistVerdict(String label) {
        this.label = label;
    }

    /** As the JSON has it. */
    public String label() {
        return label;
    }

    static ChecklistVerdict of(List<Item> items) {
        if (has(items, Result.FAIL)) {
            return NO_GO;
        }
        return has(items, Result.UNKNOWN) ? UNKNOWN : GO;
    }

    private static boolean has(List<Item> items, Result result) {
        return items.stream().anyMatch(item -> item.decides() && item.result() == result);
    }
}
