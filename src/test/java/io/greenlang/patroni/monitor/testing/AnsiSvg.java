package io.greenlang.patroni.monitor.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows, as a snapshot that stays text: colours and bold as the escape sequences say. */
public final class AnsiSvg {
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[([0-9;]*)m");
    private static final double CHARACTER = 8.4;
    private static final int LINE = 19;
    private static final int MARGIN = 16;
    private static final Map<String, String> STYLES = Map.of(
            "1", "font-weight=\"bold\"",
            "2", "fill=\"#8b949e\"",
            "31", "fill=\"#ff7b72\"",
            "32", "fill=\"#7ee787\"",
            "33", "fill=\"#e3b341\"");

    private AnsiSvg() {}

    public static String of(String screen) {
        List<String> lines = screen.replace("\r", "").stripTrailing().lines().toList();
        int columns = lines.stream()
                .mapToInt(line -> SEQUENCE.matcher(line).replaceAll("").length())
                .max()
                .orElse(0);
        StringBuilder svg = new StringBuilder(
                String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d">
                <rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>
                <g font-family="ui-monospace, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">
                """, columns * CHARACTER + 2 * MARGIN, lines.size() * LINE + 2 * MARGIN));
        for (int i = 0; i < lines.size(); i++) {
            svg.append("<text xml:space=\"preserve\" x=\"%d\" y=\"%d\">".formatted(MARGIN, MARGIN + (i + 1) * LINE - 5))
                    .append(spans(lines.get(i)))
                    .append("</text>\n");
        }
        return svg.append("</g>\n</svg>\n").toString();
    }

    private static String spans(String line) {
        StringBuilder spans = new StringBuilder();
        Map<String, String> styles = new HashMap<>();
        Matcher sequence = SEQUENCE.matcher(line);
        int from = 0;
        while (sequence.find()) {
            append(spans, styles, line.substring(from, sequence.start()));
            for (String code : sequence.group(1).split(";", -1)) {
                if (STYLES.containsKey(code)) {
                    styles.put(code, STYLES.get(code));
                } else {
                    styles.clear();
                }
            }
            from = sequence.end();
        }
        append(spans, styles, line.substring(from));
        return spans.toString();
    }

    private static void append(StringBuilder spans, Map<String, String> styles, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        if (styles.isEmpty() || text.isEmpty()) {
            spans.append(escaped);
        } else {
            spans.append("<tspan ")
                    .append(String.join(" ", styles.values()))
                    .append('>')
                    .append(escaped)
                    .append("</tspan>");
        }
    }
}
