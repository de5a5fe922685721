package io.greenlang.patroni.monitor.app;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether standard output is a terminal, and how wide that is. The JDK can't tell: its console is there only while standard
 * input is a terminal, too, and from JDK 22 on always.
 */
final class Tty {
    private static final String QUESTION = "test -t 1 && stty size < /dev/tty >&2";
    private static final long PATIENCE_MILLIS = 500;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ (\\d{1,4})\\s*");

    private Tty() {}

    /** @return its columns, 0 when it does not know them; empty when it is no terminal, or that can't be found out */
    static Optional<Integer> columns() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", QUESTION)
                    .redirectOutput(Redirect.INHERIT)
                    .start();
            try {
                return shell.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) && shell.exitValue() == 0
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

    private static int columns(String answer) {
        Matcher size = ROWS_AND_COLUMNS.matcher(answer);
        return size.matches() ? Integer.parseInt(size.group(1)) : 0;
    }
}
