package io.greenlang.patroni.monitor.export.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table in the manner of {@code patronictl}: the title stands in its first line. Where it is too wide for the terminal
 * it goes without its least important columns, and says so.
 *
 * @param titles of falling length, at least one; the longest that fits is taken
 */
record Table(List<Span> titles, List<Column> columns, List<List<Span>> rows) {
    Table {
        titles = List.copyOf(titles);
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * @param rank the higher, the sooner it is left out; 0 stays
     */
    record Column(String name, boolean number, int rank) {}

    List<String> render(Terminal terminal) {
        List<Integer> shown = fitting(terminal);
        Span title = titles.stream()
                .filter(candidate -> candidate.width() + 5 <= terminal.columns())
                .findFirst()
                .orElse(titles.get(titles.size() - 1));
        List<Integer> widths = widths(shown);
        widen(widths, title.width() + 5);
        String rule = widths.stream().map(width -> "-".repeat(width + 2)).collect(Collectors.joining("+", "+", "+"));

        List<String> lines = new ArrayList<>();
        lines.add("+ " + title.render(terminal.colour()) + " " + rule.substring(title.width() + 3));
        lines.add(line(
                shown,
                widths,
                columns.stream()
                        .map(column -> new Span(column.name(), Style.STRONG))
                        .toList(),
                terminal));
        lines.add(rule);
        rows.forEach(row -> lines.add(line(shown, widths, row, terminal)));
        lines.add(rule);
        if (shown.size() < columns.size()) {
            lines.add("(too narrow for: " + leftOut(shown) + ")");
        }
        return lines;
    }

    private List<Integer> fitting(Terminal terminal) {
        List<Integer> shown = IntStream.range(0, columns.size()).boxed().collect(Collectors.toList());
        List<Integer> leastFirst = shown.stream()
                .filter(i -> columns.get(i).rank() > 0)
                .sorted(Comparator.comparing((Integer i) -> columns.get(i).rank())
                        .reversed())
                .toList();
        for (Integer next : leastFirst) {
            if (total(widths(shown)) <= terminal.columns()) {
                break;
            }
            shown.remove(next);
        }
        return shown;
    }

    private String leftOut(List<Integer> shown) {
        return IntStream.range(0, columns.size())
                .filter(i -> !shown.contains(i))
                .mapToObj(i -> columns.get(i).name())
                .collect(Collectors.joining(", "));
    }

    private List<Integer> widths(List<Integer> shown) {
        return shown.stream()
                .map(i -> rows.stream()
                        .mapToInt(row -> row.get(i).width())
                        .reduce(columns.get(i).name().length(), Math::max))
                .collect(Collectors.toList());
    }

    private static int total(List<Integer> widths) {
        return 1 + widths.stream().mapToInt(width -> width + 3).sum();
    }

    /** The last column takes what the title needs. */
    private static void widen(List<Integer> widths, int needed) {
        int last = widths.size() - 1;
        widths.set(last, widths.get(last) + Math.max(0, needed - total(widths)));
    }

    private String line(List<Integer> shown, List<Integer> widths, List<Span> cells, Terminal terminal) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < shown.size(); i++) {
            Span cell = cells.get(shown.get(i));
            String padding = " ".repeat(widths.get(i) - cell.width());
            String text = cell.render(terminal.colour());
            line.append(' ')
                    .append(columns.get(shown.get(i)).number() ? padding + text : text + padding)
                    .append(" |");
        }
        return line.toString();
    }
}
