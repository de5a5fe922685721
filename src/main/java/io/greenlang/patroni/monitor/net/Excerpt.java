package io.greenlang.patroni.monitor.net;

/** Foreign text, made fit for one line of ours: short, and without characters that move the cursor or hide others. */
public final class Excerpt {
    private static final int MAX_CHARACTERS = 160;

    private Excerpt() {}

    public static String of(String foreign) {
        StringBuilder line = new StringBuilder(MAX_CHARACTERS);
        foreign.codePoints().limit(MAX_CHARACTERS).forEach(c -> line.appendCodePoint(isPlain(c) ? c : ' '));
        String clean = line.toString().replaceAll(" {2,}", " ").strip();
        return foreign.codePointCount(0, foreign.length()) > MAX_CHARACTERS ? clean + "…" : clean;
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
