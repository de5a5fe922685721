package io.greenlang.patroni.monitor.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * A list of labels in brackets, and what it is about.
 *
 * @param word by, without, on, ignoring, group_left or group_right
 * @param at where the word stands
 * @param next where the first token behind the list stands
 */
record PromqlLabels(String word, int at, int next, List<String> labels) {
    private static final Set<String> AGGREGATED = Set.of("by", "without");
    private static final Set<String> JOINED = Set.of("group_left", "group_right");
    private static final Set<String> MATCHED = Set.of("on", "ignoring");

    PromqlLabels {
        labels = List.copyOf(labels);
    }

    /** Belongs to an aggregation. */
    static boolean isGrouping(String word) {
        return AGGREGATED.contains(word);
    }

    /** Belongs to an operator, and may stand without a list. */
    static boolean isJoining(String word) {
        return JOINED.contains(word);
    }

    /** May have a list of labels. */
    static boolean isKnown(String word) {
        return isGrouping(word) || isJoining(word) || MATCHED.contains(word);
    }

    /**
     * The metrics of every operand that the list is about.
     *
     * @param metrics by the index of their token
     */
    List<Collection<String>> operands(PromqlTokens tokens, NavigableMap<Integer, String> metrics) {
        if (isGrouping(word)) {
            int open = tokens.is(next, "(") ? next : tokens.opening(at - 1);
            return List.of(within(metrics, open, tokens.closing(open)));
        }
        Collection<String> left = within(metrics, tokens.groupStart(at), at);
        Map.Entry<Integer, String> following = metrics.ceilingEntry(next);
        List<String> right = following == null ? List.of() : List.of(following.getValue());
        return switch (word) {
            case "group_left" -> List.of(right);
            case "group_right" -> List.of(left);
            case "ignoring" -> List.of(both(left, right));
            default -> List.of(left, right);
        };
    }

    private static Collection<String> both(Collection<String> left, Collection<String> right) {
        List<String> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    private static Collection<String> within(NavigableMap<Integer, String> metrics, int from, int to) {
        return metrics.subMap(from, true, to, true).values();
    }
}
