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
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a command's answer is printed: JSON, or text as the terminal can show it. */
final class CommandOutput {
    private static final int NARROWEST = 20;

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
        return terminal(colour, System.getenv(), Ansi.AUTO.enabled(), CommandOutput::detectedColumns);
    }

    /**
     * @param possible the library sees a terminal, and nothing that forbids colours there
     * @param detected columns of the terminal; not positive when there is none
     */
    static Terminal terminal(Colour colour, Map<String, String> environment, boolean possible, IntSupplier detected) {
        boolean capable = possible && !"dumb".equals(environment.get("TERM"));
        boolean coloured = switch (colour) {
            case auto -> capable;
            case always -> true;
            case never -> false;
        };
        int columns = columns(environment.get("COLUMNS")).orElseGet(detected::getAsInt);
        return new Terminal(columns <= 0 ? Terminal.UNBOUNDED : Math.max(NARROWEST, columns), coloured);
    }

    private static Optional<Integer> columns(@Nullable String given) {
        return Optional.ofNullable(given)
                .filter(text -> text.matches("[1-9]\\d{0,4}"))
                .map(Integer::valueOf);
    }

    /** Picocli asks the terminal for its width, where there is one, to wrap a command's help. */
    private static int detectedColumns() {
        int none = 1000;
        int width =
                CommandSpec.create().usageMessage().width(none).autoWidth(true).width();
        return width == none ? 0 : width;
    }
}
