package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigUtil;
import io.greenlang.patroni.monitor.config.Written.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a file of HOCON sets, line by line. The library merges a key that is set twice, and keeps no trace of what was lost.
 * Only for text that the library has parsed: what is not valid is not noticed here.
 */
final class HoconScanner {
    private static final String TRIPLE = "\"\"\"";
    private static final String INCLUDE = "include";

    /** Blank, though Java does not say so. */
    private static final String ALSO_BLANK = "\u00a0\u2007\u202f\ufeff";

    private final String text;
    private final List<Written> written = new ArrayList<>();
    private int at;
    private int line = 1;

    private HoconScanner(String text) {
        this.text = text;
    }

    /** In the order of the file. */
    static List<Written> scan(String hocon) {
        HoconScanner scanner = new HoconScanner(hocon);
        scanner.skipBlank();
        if (scanner.sees("{")) {
            scanner.next();
        }
        scanner.members(List.of());
        return scanner.written;
    }

    /** Up to and with the brace that closes them, or to the end of the file. */
    private void members(List<String> block) {
        for (skipBlank(); at < text.length(); skipBlank()) {
            if (sees("}")) {
                next();
                return;
            }
            if (sees(",")) {
                next();
            } else if (isInclude()) {
                include(block);
            } else {
                member(block);
            }
        }
    }

    private void member(List<String> block) {
        String key = key();
        List<String> path = Stream.concat(block.stream(), ConfigUtil.splitPath(key).stream())
                .toList();
        boolean appended = sees("+=");
        if (appended) {
            next();
        }
        if (!sees("{")) {
            next();
        }
        skipBlank();
        value(path, appended);
    }

    /** Up to what separates it from its value. */
    private String key() {
        StringBuilder key = new StringBuilder();
        while (at < text.length() && !sees("=") && !sees(":") && !sees("{") && !sees("+=")) {
            int from = at;
            if (isComment()) {
                skipComment();
            } else if (sees("\"")) {
                string();
                key.append(text, from, at);
            } else {
                next();
                key.append(isBlank(text.charAt(from)) ? ' ' : text.charAt(from));
            }
        }
        return key.toString().strip();
    }

    /** To the end of its line, in which several parts may follow each other: {@code ${common} { a = 1 }}. */
    private void value(List<String> path, boolean appended) {
        int start = line;
        Kind kind = appended ? Kind.APPENDED : Kind.PLAIN;
        boolean isBlock = false;
        while (at < text.length() && !sees("\n") && !sees(",") && !sees("}") && !isComment()) {
            if (sees("{")) {
                written.add(new Written(path, line, Kind.BLOCK, ""));
                isBlock = true;
                next();
                members(path);
            } else if (sees("[")) {
                bracketed();
            } else if (sees("${")) {
                kind = appended ? Kind.APPENDED : Kind.SUBSTITUTION;
                next();
                bracketed();
            } else if (sees("\"")) {
                string();
            } else {
                next();
            }
        }
        if (!isBlock) {
            written.add(new Written(path, start, kind, ""));
        }
    }

    /** From an opening bracket to the one that closes it. What keys there are within a list belong to its elements. */
    private void bracketed() {
        int depth = 0;
        do {
            if (isComment()) {
                skipComment();
            } else if (sees("\"")) {
                string();
            } else {
                depth += sees("[") || sees("{") ? 1 : sees("]") || sees("}") ? -1 : 0;
                next();
            }
        } while (depth > 0 && at < text.length());
    }

    private void include(List<String> block) {
        int start = line;
        int from = at;
        while (at < text.length() && !sees("\n") && !sees(",") && !sees("}") && !isComment()) {
            if (sees("\"")) {
                string();
            } else {
                next();
            }
        }
        written.add(new Written(
                block,
                start,
                Kind.INCLUDE,
                text.substring(from + INCLUDE.length(), at).strip()));
    }

    private boolean isInclude() {
        int after = at + INCLUDE.length();
        return sees(INCLUDE) && after < text.length() && (isBlank(text.charAt(after)) || text.charAt(after) == '"');
    }

    /** From a quotation mark to behind the one that ends it; three of them go over several lines. */
    private void string() {
        if (sees(TRIPLE)) {
            int end = text.indexOf(TRIPLE, at + TRIPLE.length());
            skipTo(end < 0 ? text.length() : end + TRIPLE.length());
            while (sees("\"")) {
                next();
            }
            return;
        }
        next();
        while (at < text.length() && !sees("\"")) {
            if (sees("\\")) {
                next();
            }
            next();
        }
        next();
    }

    private void skipBlank() {
        while (at < text.length() && (isBlank(text.charAt(at)) || isComment())) {
            if (isComment()) {
                skipComment();
            } else {
                next();
            }
        }
    }

    private boolean isComment() {
        return sees("#") || sees("//");
    }

    private void skipComment() {
        int end = text.indexOf('\n', at);
        skipTo(end < 0 ? text.length() : end);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || ALSO_BLANK.indexOf(c) >= 0;
    }

    private boolean sees(String what) {
        return text.startsWith(what, at);
    }

    private void next() {
        skipTo(at + 1);
    }

    private void skipTo(int end) {
        for (; at < end && at < text.length(); at++) {
            line += text.charAt(at) == '\n' ? 1 : 0;
        }
    }
}
