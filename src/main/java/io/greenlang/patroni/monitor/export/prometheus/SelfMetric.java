package io.greenlang.patroni.monitor.export.prometheus;

import java.util.List;
import java.util.stream.Stream;

/**
 * A family on the page that comes through Micrometer. Immutable.
 *
 * @param type as the line {@code # TYPE} has it
 * @param labels of its samples, without {@code le}
 * @param help one sentence with the unit
 */
public record SelfMetric(String name, String type, List<String> labels, String help) {
    public SelfMetric {
        labels = List.copyOf(labels);
    }

    /** The names of its samples; those that end in {@code _bucket} have the label {@code le}, too. */
    public List<String> sampleNames() {
        return switch (type) {
            case "histogram" -> suffixed("_bucket", "_count", "_sum");
            case "summary" -> suffixed("_count", "_sum");
            default -> List.of(name);
        };
    }

    private List<String> suffixed(String... suffixes) {
        return Stream.of(suffixes).map(name::concat).toList();
    }
}
