package io.greenlang.patroni.monitor.testing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The names in a PromQL expression that somebody has to expose.
 *
 * @param uses every metric as often as it is named, with the labels that its selector names
 * @param groupings every label of by, without, on, ignoring, group_left and group_right
 */
public record PromqlNames(List<Use> uses, List<Grouping> groupings) {
    public PromqlNames {
        uses = List.copyOf(uses);
        groupings = List.copyOf(groupings);
    }

    /** @param labels without {@code __name__} */
    public record Use(String metric, Set<String> labels) {
        public Use {
            labels = Set.copyOf(labels);
        }
    }

    /**
     * A label that has no effect, or the wrong one, unless one of these metrics has it.
     *
     * @param metrics those in the operand that the label is about
     */
    public record Grouping(String label, Set<String> metrics) {
        public Grouping {
            metrics = Set.copyOf(metrics);
        }
    }

    /**
     * Reads an expression, or a variable's query for Grafana ({@code label_values(metric, label)}). Grafana's variables may
     * stand anywhere.
     *
     * @throws IllegalArgumentException when it can't be PromQL
     */
    public static PromqlNames of(String promql) {
        return new PromqlReader(PromqlTokens.of(promql)).read();
    }

    /** Every metric once. */
    public Set<String> metrics() {
        return uses.stream().map(Use::metric).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every label once, wherever it stands. */
    public Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        uses.forEach(use -> labels.addAll(use.labels()));
        groupings.forEach(grouping -> labels.add(grouping.label()));
        return labels;
    }
}
