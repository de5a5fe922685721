package io.greenlang.patroni.monitor.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The pieces of a page in GitHub's Markdown. */
final class Markdown {
    private Markdown() {}

    /** The second line of a generated page, which tells people not to edit it. */
    static String generatedBy(String artefact) {
        return "<!-- Written by `patroni-monitor generate %s`. Don't edit: `make generate` writes it again. -->"
                .formatted(artefact);
    }

    static String code(String text) {
        return "`" + text + "`";
    }

    static String link(String text, String target) {
        return "[" + text + "](" + target + ")";
    }

    /** @param rows each with as many cells as the head */
    static String table(List<String> head, List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(row(head));
        lines.add(row(head.stream().map(cell -> "---").toList()));
        rows.forEach(cells -> lines.add(row(cells)));
        return String.join("\n", lines);
    }

    private static String row(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
