package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigOrigin;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in the configuration something stands.
 *
 * @param source a file, "environment", "command line"
 * @param line from 1; 0 where the source has no lines
 */
record Place(String source, int line) {
    /** By source, and within one by line. */
    static final Comparator<Place> IN_ORDER =
            Comparator.comparing(Place::source).thenComparing(Place::line);

    private static final String ENVIRONMENT = "environment";
    /** What the library calls one variable. */
    private static final String VARIABLE = "env var ";

    private static final String MERGED = "merge of ";
    private static final Pattern LINES = Pattern.compile("(.*?): (\\d+)(?:-\\d+)?(?:,.*)?", Pattern.DOTALL);

    /** The library gives the name of what it read only together with the line, and all of them for a merged block. */
    static Place of(ConfigOrigin origin) {
        String text = origin.description();
        if (text.equals("env variables")) {
            return new Place(ENVIRONMENT, 0);
        }
        String first = text.startsWith(MERGED) ? text.substring(MERGED.length()) : text;
        Matcher lines = LINES.matcher(first);
        return lines.matches()
                ? new Place(lines.group(1), Integer.parseInt(lines.group(2)))
                : new Place(first, Math.max(0, origin.lineNumber()));
    }

    boolean isEnvironment() {
        return source.equals(ENVIRONMENT) || source.startsWith(VARIABLE);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
