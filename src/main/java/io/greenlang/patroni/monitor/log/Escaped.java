package io.greenlang.patroni.monitor.log;

/**
 * Text of others, fit for one line of a log or a terminal: control and format characters are shown as escapes, because a
 * newline forges a line, and ESC or a bidirectional override what a terminal shows of it.
 */
final class Escaped {
    /** In characters; more than any line of the monitor's own. */
    static final int LONGEST = 4_000;

    private Escaped() {}

    /** At most {@value #LONGEST} characters of it, and how many were cut off. */
    static String of(String text) {
        String kept = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        String shown = kept.codePoints().anyMatch(Escaped::isHarmful) ? escape(kept) : kept;
        return kept.length() == text.length()
                ? shown
                : "%s… (%d more characters)".formatted(shown, text.length() - kept.length());
    }

    private static String escape(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (!isHarmful(point)) {
                shown.appendCodePoint(point);
            } else if (point == '\n') {
                shown.append("\\n");
            } else if (point == '\r') {
                shown.append("\\r");
            } else if (point == '\t') {
                shown.append("\\t");
            } else {
                shown.append("\\u%04x".formatted(point));
            }
        });
        return shown.toString();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
