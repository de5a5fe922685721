package io.greenlang.patroni.monitor.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands of a shell block, each as one line with single blanks, so that two pages may break and indent the same
 * command differently. A loop is one command, and so is a comment line: it may be the warning before the command.
 */
public final class ShellCommands {
    private static final Pattern LOOP = Pattern.compile("(^|;\\s*)(for|while|until)\\s");
    private static final Pattern DONE = Pattern.compile("(^|;\\s*|\\s)done(\\s|;|$)");

    private ShellCommands() {}

    /** @throws IllegalArgumentException when a quotation or a loop does not end */
    public static List<String> of(String block) {
        List<String> commands = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        int loops = 0;
        for (String line : block.lines().map(String::strip).toList()) {
            if (command.length() == 0 && line.startsWith("#")) {
                commands.add(spaced(line));
                continue;
            }
            boolean continued = line.endsWith("\\");
            command.append(continued ? line.substring(0, line.length() - 1) : line)
                    .append(' ');
            loops += matches(LOOP, line) - matches(DONE, line);
            if (!continued && loops == 0 && !isQuoting(command)) {
                commands.add(spaced(command.toString()));
                command.setLength(0);
            }
        }
        if (command.length() > 0) {
            throw new IllegalArgumentException("does not end: " + command);
        }
        return commands.stream().filter(one -> !one.isEmpty()).toList();
    }

    private static String spaced(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static int matches(Pattern pattern, String line) {
        return (int) pattern.matcher(line).results().count();
    }

    private static boolean isQuoting(CharSequence text) {
        char open = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && open != '\'') {
                i++;
            } else if (open == 0 && (c == '\'' || c == '"')) {
                open = c;
            } else if (c == open) {
                open = 0;
            }
        }
        return open != 0;
    }
}
