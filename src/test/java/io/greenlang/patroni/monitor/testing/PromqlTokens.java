package io.greenlang.patroni.monitor.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PromQL as a list of tokens, without blanks and comments. What Grafana fills in is a token of its own kind. */
final class PromqlTokens {
    private static final Pattern TOKEN = Pattern.compile("""
            (?<blank>\\s+|\\#[^\\n]*)
            |(?<string>"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`)
            |(?<variable>\\$\\{[^}]*\\}|\\$\\w+|\\[\\[\\w+(?::\\w+)?\\]\\])
            |(?<number>(?:\\d|\\.\\d)(?:[eE][+-](?=\\d)|[\\w.])*)
            |(?<name>[a-zA-Z_:][\\w:]*)
            |(?<symbol>=~|!~|[=!<>]=|[-+*/%^=<>(){}\\[\\],@])
            """, Pattern.COMMENTS);

    private final List<Token> tokens;

    enum Kind {
        STRING,
        VARIABLE,
        NUMBER,
        NAME,
        SYMBOL
    }

    record Token(Kind kind, String text) {
        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        boolean isName() {
            return kind == Kind.NAME;
        }

        /** Keywords, functions and operators, which PromQL reads without regard to case. */
        String word() {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    private PromqlTokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** @throws IllegalArgumentException at a character that PromQL does not have */
    static PromqlTokens of(String promql) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(promql);
        int at = 0;
        while (at < promql.length()) {
            if (!matcher.region(at, promql.length()).lookingAt()) {
                throw new IllegalArgumentException("no PromQL from here on: " + promql.substring(at));
            }
            for (Kind kind : Kind.values()) {
                String text = matcher.group(kind.name().toLowerCase(Locale.ROOT));
                if (text != null) {
                    tokens.add(new Token(kind, text));
                }
            }
            at = matcher.end();
        }
        return new PromqlTokens(tokens);
    }

    int size() {
        return tokens.size();
    }

    Token at(int index) {
        return tokens.get(index);
    }

    boolean is(int index, String symbol) {
        return index >= 0 && index < size() && at(index).is(symbol);
    }

    boolean isName(int index) {
        return index >= 0 && index < size() && at(index).isName();
    }

    /** The index of what closes the bracket that opens at an index. */
    int closing(int open) {
        return matching(open, 1);
    }

    /** The index of what opens the bracket that closes at an index. */
    int opening(int close) {
        return matching(close, -1);
    }

    private int matching(int from, int step) {
        int depth = 0;
        for (int i = from; i >= 0 && i < size(); i += step) {
            depth += step * depth(i);
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a bracket without its other half: " + this);
    }

    /** The first index of the parenthesised group around an index, or of the whole expression. */
    int groupStart(int index) {
        int depth = 0;
        int i = index;
        while (i > 0 && depth <= 0) {
            depth += depth(--i);
        }
        return depth > 0 ? i + 1 : 0;
    }

    private int depth(int index) {
        Token token = at(index);
        if (token.is("(") || token.is("{") || token.is("[")) {
            return 1;
        }
        return token.is(")") || token.is("}") || token.is("]") ? -1 : 0;
    }

    @Override
    public String toString() {
        return String.join(" ", tokens.stream().map(Token::text).toList());
    }
}
