package io.greenlang.patroni.monitor.model;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One tag's value with the type that it has in JSON, because Patroni decides by it: the text {@code "false"} is true to
 * Python.
 *
 * @param text of {@link Kind#TEXT} the text itself, of everything else its JSON
 */
public record TagValue(Kind kind, String text) {
    private static final Set<String> YES = Set.of("on", "true", "yes", "1");
    /** Hexadecimal, octal and decimal, in the order in which Patroni tries them. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?(?:0x([0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))");

    /** Gives nothing back once it has read it, so that a long text that is no number takes no longer. */
    private static final Pattern DECIMAL_NUMBER =
            Pattern.compile("[-+]?(?:[0-9]++(?:\\.[0-9]++)?|\\.[0-9]++)(?:[eE][-+]?[0-9]++)?");

    private static final Pattern ZEROS = Pattern.compile("[-+]?(?:0x)?0+");

    /** What JSON knows. */
    public enum Kind {
        TEXT,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        LIST,
        OBJECT
    }

    public static TagValue text(String text) {
        return new TagValue(Kind.TEXT, text);
    }

    /** Python's {@code bool(value)}. */
    boolean isTruthy() {
        return switch (kind) {
            case TEXT -> !text.isEmpty();
            case NUMBER -> new BigDecimal(text).signum() != 0;
            case TRUE -> true;
            case FALSE, NULL -> false;
            case LIST -> !text.equals("[]");
            case OBJECT -> !text.equals("{}");
        };
    }

    /** Patroni's {@code parse_bool}: {@code on}, {@code true}, {@code yes}, {@code 1}, in any case and of any type. */
    boolean saysYes() {
        return YES.contains(text.toLowerCase(Locale.ROOT));
    }

    /**
     * The sign of what Patroni's {@code parse_int} reads: a text counts as a number, a fraction is rounded to the next even
     * number, and anything behind the number, such as a unit, makes it none.
     */
    OptionalInt signOfNumber() {
        String stripped = text.strip();
        Matcher whole = WHOLE_NUMBER.matcher(stripped);
        int end = whole.lookingAt() ? whole.end() : 0;
        String rest = stripped.substring(end);
        if (rest.startsWith(".") || rest.startsWith("e") || rest.startsWith("E")) {
            Matcher decimal = DECIMAL_NUMBER.matcher(stripped);
            return decimal.matches()
                    ? OptionalInt.of((int) Math.signum(Math.rint(Double.parseDouble(stripped))))
                    : OptionalInt.empty();
        }
        if (end == 0 || !rest.isEmpty()) {
            return OptionalInt.empty();
        }
        if (ZEROS.matcher(stripped).matches()) {
            return OptionalInt.of(0);
        }
        return OptionalInt.of(stripped.startsWith("-") ? -1 : 1);
    }

    /** As JSON: a text in quotes, which tells it from a number or a boolean. */
    String json() {
        return kind == Kind.TEXT ? "\"" + text + "\"" : text;
    }

    /** For people. */
    @Override
    public String toString() {
        return text;
    }
}
