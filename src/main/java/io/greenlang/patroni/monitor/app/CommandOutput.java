package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.http.ChecklistJson;
import io.greenlang.patroni.monitor.export.http.ChecklistJson.Judged;
import io.greenlang.patroni.monitor.export.text.ChecklistText;
import io.greenlang.patroni.monitor.export.text.Terminal;
import io.greenlang.patroni.monitor.rule.checklist.Checklist;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a command's answer is printed: JSON, or text as the terminal can show it. */
final class CommandOutput {
    @Option(names = "--json", description = "Print JSON: see docs/json.md.")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto, always or never. Default: auto, which means on a terminal, unless NO_COLOR is set.")
    private Colour colour = Colour.auto;

    /** In the words of the option. */
    enum Colour {
        auto,
        always,
        never
    }

    boolean isJson() {
        return json;
    }

    /** In UTF-8 whatever the locale is, as JSON has to be and member names may be. */
    void print(String text) {
        PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        utf8.println(text);
        utf8.flush();
    }

    /** Prints the checklists; the exit status of all together. */
    int answer(Kind kind, List<Judged> all) {
        List<Checklist> checklists = all.stream().map(Judged::checklist).toList();
        print(json ? ChecklistJson.of(kind, all).toString() : ChecklistText.of(checklists, terminal()));
        return ExitCode.ofVerdicts(checklists.stream().map(Checklist::verdict).toList());
    }

    Terminal terminal() {
        return terminal(colour, System.getenv(), Tty.columns());
    }

    /** @param tty columns of the terminal, 0 when it does not know them; empty when it is none */
    static Terminal terminal(Colour colour, Map<String, String> environment, Optional<Integer> tty) {
        boolean coloured = switch (colour) {
            case auto ->
                tty.isPresent()
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
            case always -> true;
            case never -> false;
        };
        int columns = Optional.ofNullable(environment.get("COLUMNS"))
                .filter(text -> text.matches("[1-9]\\d{0,3}"))
                .map(Integer::valueOf)
                .or(() -> tty)
                .orElse(0);
        return new Terminal(columns == 0 ? Terminal.UNBOUNDED : columns, coloured);
    }
}
