package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.rule.checklist.Checklist;
import io.greenlang.patroni.monitor.rule.checklist.ChecklistVerdict;
import io.greenlang.patroni.monitor.rule.checklist.Item;
import io.greenlang.patroni.monitor.rule.checklist.Outcome.Result;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A checklist on paper: each item with its result, what is left to people, and the verdict as the last word. */
public final class ChecklistText {
    /** As wide as the longest result with its brackets, and a blank. */
    private static final int INDENT = 10;

    private ChecklistText() {}

    public static String of(List<Checklist> checklists, Terminal terminal) {
        Page page = new Page(terminal);
        for (Checklist checklist : checklists) {
            page.blank();
            page.paragraph(
                    2,
                    new Span(
                            "%s of %s at %s"
                                    .formatted(
                                            capitalised(checklist.kind().label()), checklist.cluster(), checklist.at()),
                            Style.STRONG));
            checklist.items().forEach(item -> item(page, item));
            checklist
                    .reminders()
                    .forEach(reminder -> page.paragraph(INDENT, Span.plain("[ ]       " + reminder.title())));
            verdict(page, checklist);
        }
        return page.text();
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static void item(Page page, Item item) {
        String result = "[" + word(item) + "]";
        page.paragraph(
                INDENT,
                new Span(result, style(item)),
                Span.plain(" ".repeat(INDENT - result.length()) + item.title() + ": " + item.reason()));
    }

    private static String word(Item item) {
        return switch (item.result()) {
            case PASS -> "pass";
            case FAIL -> item.decides() ? "FAIL" : "note";
            case UNKNOWN -> "unknown";
        };
    }

    private static Style style(Item item) {
        if (item.result() == Result.PASS) {
            return Style.GOOD;
        }
        return item.decides() && item.result() == Result.FAIL ? Style.BAD : Style.WARNING;
    }

    private static void verdict(Page page, Checklist checklist) {
        String obstacles = titles(checklist.obstacles());
        String notChecked = titles(checklist.notChecked());
        page.paragraph(
                2,
                new Span(checklist.verdict().label().toUpperCase(Locale.ROOT), style(checklist.verdict())),
                Span.plain(obstacles.isEmpty() ? "" : ": " + obstacles),
                new Span(notChecked.isEmpty() ? "" : "; not checked: " + notChecked, Style.WARNING));
    }

    private static String titles(List<Item> items) {
        return items.stream().map(Item::title).collect(Collectors.joining("; "));
    }

    private static Style style(ChecklistVerdict verdict) {
        return switch (verdict) {
            case GO -> Style.GOOD;
            case UNKNOWN -> Style.WARNING;
            case NO_GO -> Style.BAD;
        };
    }
}
