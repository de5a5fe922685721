package io.greenlang.patroni.monitor.export.text;

import java.util.regex.Pattern;

/**
 * A piece of one line. All text goes through here on its way to a terminal, and much of it was written by others: what
 * could move the cursor, change colours or reverse the reading direction becomes a question mark.
 */
record Span(String text, Style style) {
    /** Control characters, C1 included, format characters such as bidirectional overrides, separators of lines, halves. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    Span {
        text = UNPRINTABLE.matcher(text).replaceAll("?");
    }

    static Span plain(String text) {
        return new Span(text, Style.PLAIN);
    }

    int width() {
        return text.codePointCount(0, text.length());
    }

    /** @param colour without it only the text */
    String render(boolean colour) {
        return colour ? style.paint(text) : text;
    }
}
