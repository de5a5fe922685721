package io.greenlang.patroni.monitor.export.http.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the runbook page of an alert says to do first: the section "Do this now" of the file under {@code docs/runbooks}, which the
 * build puts into the jar. Steps that only ask the monitor are left out, because the reader is there.
 */
final class FirstSteps {
    private static final String SECTION = "\n## Do this now\n";
    private static final Pattern STEP = Pattern.compile("(?m)^\\d\\. ");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern STRESS = Pattern.compile("\\*+");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String ASKS_THE_MONITOR = "| `patroni-monitor ";
    private static final Pattern CELLS = Pattern.compile(" \\| ");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private static final Map<String, List<Step>> READ = new ConcurrentHashMap<>();

    private FirstSteps() {}

    record Step(List<Part> parts) {}

    /** @param code to be typed or read as it is, such as a command */
    record Part(String text, boolean code) {}

    /** @return empty for an alert that has no page */
    static List<Step> of(String alertname) {
        return READ.computeIfAbsent(
                alertname,
                name -> StatusPage.file("runbooks/" + name + ".md")
                        .map(FirstSteps::steps)
                        .orElse(List.of()));
    }

    static List<Step> steps(String page) {
        int begin = page.indexOf(SECTION);
        if (begin < 0) {
            return List.of();
        }
        int end = page.indexOf("\n## ", begin + SECTION.length());
        String section = page.substring(begin + SECTION.length(), end < 0 ? page.length() : end);
        return STEP.splitAsStream(section)
                .filter(step -> !step.isBlank() && !step.contains(ASKS_THE_MONITOR))
                .map(FirstSteps::withoutTable)
                .map(FirstSteps::step)
                .toList();
    }

    /** A table has a command for each kind of host: they become one line, such as {@code VM: `…`; Kubernetes: `…`}. */
    private static String withoutTable(String markdown) {
        List<String[]> rows = markdown.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("|"))
                .map(line -> CELLS.split(line.substring(1, line.length() - 1)))
                .toList();
        if (rows.size() != 3) {
            return markdown;
        }
        String text =
                markdown.lines().filter(line -> !line.strip().startsWith("|")).collect(Collectors.joining("\n"));
        return IntStream.range(0, rows.get(0).length)
                .mapToObj(i -> rows.get(0)[i].strip() + ": " + rows.get(2)[i].strip())
                .collect(Collectors.joining("; ", text + " ", ""));
    }

    private static Step step(String markdown) {
        String text =
                LINK.matcher(BLANKS.matcher(markdown).replaceAll(" ").strip()).replaceAll("$1");
        List<Part> parts = new ArrayList<>();
        Matcher code = CODE.matcher(text);
        int after = 0;
        while (code.find()) {
            add(parts, text.substring(after, code.start()));
            parts.add(new Part(code.group(1), true));
            after = code.end();
        }
        add(parts, text.substring(after));
        return new Step(List.copyOf(parts));
    }

    private static void add(List<Part> parts, String prose) {
        if (!prose.isEmpty()) {
            parts.add(new Part(STRESS.matcher(prose).replaceAll(""), false));
        }
    }
}
