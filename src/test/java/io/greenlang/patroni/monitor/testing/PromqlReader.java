package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.testing.PromqlNames.Grouping;
import io.greenlang.patroni.monitor.testing.PromqlNames.Use;
import io.greenlang.patroni.monitor.testing.PromqlTokens.Kind;
import io.greenlang.patroni.monitor.testing.PromqlTokens.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells metrics from everything else that looks like a name in PromQL, and collects lists of labels. No full grammar:
 * brackets and what stands before and behind a name decide. Reads once.
 */
final class PromqlReader {
    private static final Set<String> SELECTING = Set.of("=", "!=", "=~", "!~");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan");
    private static final Set<String> LABEL_MAKERS = Set.of("label_replace", "label_join", "count_values");
    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "min",
            "max",
            "avg",
            "group",
            "stddev",
            "stdvar",
            "count",
            "count_values",
            "bottomk",
            "topk",
            "quantile",
            "limitk",
            "limit_ratio");

    private final PromqlTokens tokens;
    private final NavigableMap<Integer, String> metrics = new TreeMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<PromqlLabels> lists = new ArrayList<>();
    private final Set<String> made = new HashSet<>();

    PromqlReader(PromqlTokens tokens) {
        this.tokens = tokens;
    }

    PromqlNames read() {
        for (int at = 0; at < tokens.size(); ) {
            at = pass(at);
        }
        List<Grouping> groupings = new ArrayList<>();
        for (PromqlLabels list : lists) {
            for (Collection<String> operand : list.operands(tokens, metrics)) {
                list.labels().stream()
                        .filter(label -> !made.contains(label) && !operand.isEmpty())
                        .forEach(label -> groupings.add(new Grouping(label, new HashSet<>(operand))));
            }
        }
        return new PromqlNames(uses, groupings);
    }

    /** Looks at one token. @return the index of the next one to look at */
    private int pass(int at) {
        Token token = tokens.at(at);
        if (token.is("[")) {
            return tokens.closing(at) + 1;
        }
        if (token.is("{")) {
            return select("", at);
        }
        if (token.is("(")) {
            tokens.closing(at);
        } else if (token.is(")")) {
            tokens.opening(at);
        }
        return token.isName() ? passName(at, token.word()) : at + 1;
    }

    private int passName(int at, String word) {
        boolean call = tokens.is(at + 1, "(");
        if (PromqlLabels.isKnown(word) && call) {
            int end = tokens.closing(at + 1);
            lists.add(new PromqlLabels(word, at, end + 1, names(at + 2, end)));
            return end + 1;
        }
        if (word.equals("label_values") && call) {
            return passLabelValues(at);
        }
        if (LABEL_MAKERS.contains(word) && call) {
            made.add(firstString(at + 1));
        }
        boolean aggregation = AGGREGATIONS.contains(word)
                && tokens.isName(at + 1)
                && PromqlLabels.isGrouping(tokens.at(at + 1).word());
        if (call || aggregation || PromqlLabels.isJoining(word) || OPERATORS.contains(word)) {
            return at + 1;
        }
        return select(tokens.at(at).text(), at + 1);
    }

    /** Takes the selector at an index, if there is one. @return the index behind it */
    private int select(String metric, int at) {
        Set<String> labels = new LinkedHashSet<>();
        int end = tokens.is(at, "{") ? tokens.closing(at) : at - 1;
        String name = metric;
        for (int i = at + 1; i < end; i++) {
            if (tokens.isName(i) && SELECTING.contains(tokens.at(i + 1).text())) {
                if (!tokens.at(i).text().equals("__name__")) {
                    labels.add(tokens.at(i).text());
                } else if (tokens.is(i + 1, "=")) {
                    name = unquoted(tokens.at(i + 2));
                }
            }
        }
        if (!name.isEmpty()) {
            metrics.put(metric.isEmpty() ? at : at - 1, name);
            uses.add(new Use(name, labels));
        }
        return end + 1;
    }

    /** {@code label_values(label)}, or {@code label_values(metric, label)}, which asks that of the metric. */
    private int passLabelValues(int at) {
        int end = tokens.closing(at + 1);
        int comma = end - 2;
        if (tokens.is(comma, ",") && tokens.isName(end - 1)) {
            for (int i = at + 2; i < comma; ) {
                i = pass(i);
            }
            lists.add(new PromqlLabels("by", comma, at + 1, names(end - 1, end)));
        }
        return end + 1;
    }

    private List<String> names(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (tokens.isName(i)) {
                names.add(tokens.at(i).text());
            }
        }
        return names;
    }

    private String firstString(int open) {
        int end = tokens.closing(open);
        int i = open;
        while (i < end && !(tokens.at(i).kind() == Kind.STRING && !isSelecting(i - 1))) {
            i++;
        }
        return i < end ? unquoted(tokens.at(i)) : "";
    }

    private boolean isSelecting(int at) {
        return SELECTING.contains(tokens.at(at).text());
    }

    private static String unquoted(Token string) {
        return string.text().substring(1, string.text().length() - 1);
    }
}
