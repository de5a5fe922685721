package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.http.CommandJson;
import io.greenlang.patroni.monitor.export.http.CommandJson.Unread;
import io.greenlang.patroni.monitor.export.http.Looks.Shown;
import io.greenlang.patroni.monitor.export.text.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    /** As if {@code --json} were given: another option asks for it. */
    void wantJson() {
        json = true;
    }

    /** Prints it; the exit status. */
    int print(Shown shown) {
        print(shown.text());
        return shown.exitStatus();
    }

    /**
     * Says why there is nothing to show, to people, and where JSON is wanted there, too.
     *
     * @param source who was asked; null when that was not decided yet
     * @return the exit status
     */
    int fail(@Nullable String source, int exitStatus, List<Unread> errors, @Nullable String message) {
        System.err.println(message);
        if (json) {
            print(CommandJson.failed(source, exitStatus, errors).toString());
        }
        return exitStatus;
    }

    /** In UTF-8 whatever the locale is, as JSON has to be and member names may be. */
    private static void print(String text) {
        PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        utf8.println(text);
        utf8.flush();
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
