package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.export.http.CommandJson;
import io.greenlang.patroni.monitor.export.http.CommandJson.Unread;
import io.greenlang.patroni.monitor.export.http.Looks.Shown;
import io.greenlang.patroni.monitor.export.text.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command's answer is printed: JSON, or text as the terminal can show it. */
final class CommandOutput {
    private static final String TTY_QUESTION = "test -t 1 && stty size < /dev/tty >&2";
    private static final long TTY_PATIENCE_MILLIS = 500;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ (\\d{1,4})\\s*");

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
    static int fail(
            boolean json, @Nullable String source, int exitStatus, List<Unread> errors, @Nullable String message) {
        System.err.println(message);
        if (json) {
            print(CommandJson.failed(source, exitStatus, errors).toString());
        }
        return exitStatus;
    }

    /** Likewise, of a monitor that could not be asked. */
    static int fail(boolean json, UnheardMonitorException e, @Nullable String message) {
        return fail(
                json, Origin.MONITOR, ExitCode.BLIND, List.of(new Unread(e.asked(), e.reason(), e.detail())), message);
    }

    /** Likewise, of options or a configuration that make no sense. */
    static int fail(boolean json, ConfigException e) {
        List<Unread> problems = e.problems().stream()
                .map(problem -> new Unread(null, null, problem))
                .toList();
        return fail(json, null, ExitCode.USAGE, problems, e.getMessage());
    }

    /** In UTF-8 whatever the locale is, as JSON has to be and member names may be. */
    static void print(String text) {
        PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        utf8.println(text);
        utf8.flush();
    }

    Terminal terminal() {
        return terminal(colour, System.getenv(), ttyColumns());
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

    /**
     * Asks a shell: the JDK's console is there only while standard input is a terminal, too, and from JDK 22 on always.
     *
     * @return of standard output, 0 when it does not know them; empty when it is no terminal, or that can't be found out
     */
    private static Optional<Integer> ttyColumns() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", TTY_QUESTION)
                    .redirectOutput(Redirect.INHERIT)
                    .start();
            try {
                return shell.waitFor(TTY_PATIENCE_MILLIS, TimeUnit.MILLISECONDS) && shell.exitValue() == 0
                        ? Optional.of(
                                columns(new String(shell.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII)))
                        : Optional.empty();
            } finally {
                shell.destroyForcibly();
            }
        } catch (IOException noShell) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static int columns(String sttySize) {
        Matcher size = ROWS_AND_COLUMNS.matcher(sttySize);
        return size.matches() ? Integer.parseInt(size.group(1)) : 0;
    }
}
