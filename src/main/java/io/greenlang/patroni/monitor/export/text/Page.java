package io.greenlang.patroni.monitor.export.text;

import java.util.ArrayList;
import java.util.List;

/** Lines for one terminal, in their order. Confined to one thread. */
final class Page {
    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    Page(Terminal terminal) {
        this.terminal = terminal;
    }

    Page blank() {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        return this;
    }

    Page table(Table table) {
        lines.addAll(table.render(terminal));
        return this;
    }

    /** Broken between words where the terminal is too narrow; a word that is too long stays whole, to be copied. */
    Page paragraph(int indent, Span... spans) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (Span word : words(spans)) {
            boolean glued = used > 0 && word.text().startsWith(" ");
            Span bare = glued ? new Span(word.text().substring(1), word.style()) : word;
            if (glued && used > indent && used + 1 + bare.width() > terminal.columns()) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(" ".repeat(indent));
                used = indent;
            } else if (glued) {
                line.append(' ');
                used++;
            }
            line.append(bare.render(terminal.colour()));
            used += bare.width();
        }
        lines.add(line.toString());
        return this;
    }

    /** Each word with the blank before it, where it has one; several blanks are meant as they are. */
    private static List<Span> words(Span... spans) {
        List<Span> words = new ArrayList<>();
        for (Span span : spans) {
            for (String word : span.text().split("(?<=[^ ])(?= )", -1)) {
                words.add(new Span(word, span.style()));
            }
        }
        return words;
    }

    String text() {
        return String.join("\n", lines);
    }
}
