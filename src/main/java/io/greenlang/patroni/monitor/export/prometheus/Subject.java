package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A kind of thing that metrics are about: the labels that name one of it, and how all of them are found in a report.
 * What did not answer is not found, so that none of its facts can appear.
 */
final class Subject<T> {
    static final Subject<MonitorReport> MONITOR =
            new Subject<>(List.of(), reading -> List.of(new Seen<>(List.of(), reading.report(), ClockOffset.NONE)));
    static final Subject<ClusterReport> CONFIGURED = MONITOR.each(
                    "cluster", report -> report.clusters().stream(), ClusterReport::cluster)
            .timedBy(ClusterReport::wall);
    /** A configured cluster whose first poll has finished. */
    static final Subject<ClusterSnapshot> CLUSTER = CONFIGURED.within(report -> report.snapshot().stream());

    static final Subject<SeenMember> MEMBER = CLUSTER.each("member", SeenMember::allOf, SeenMember::name);

    static final Subject<PatroniStatus> PATRONI = MEMBER.within(SeenMember::patroni);
    static final Subject<PostgresFacts> POSTGRES = MEMBER.within(SeenMember::postgres);
    static final Subject<PostgresSizes> SIZES = MEMBER.within(SeenMember::sizes);

    private final List<String> labels;
    private final Function<ReportReading, List<Seen<T>>> finder;

    /**
     * @param labelValues in the order of the subject's label names
     * @param wall by which its times are told
     */
    record Seen<T>(List<String> labelValues, T what, ClockOffset wall) {}

    private Subject(List<String> labels, Function<ReportReading, List<Seen<T>>> finder) {
        this.labels = labels;
        this.finder = finder;
    }

    List<String> labels() {
        return labels;
    }

    /** Looks through the report; {@link ReportReading#all} remembers what this finds. */
    List<Seen<T>> find(ReportReading reading) {
        return finder.apply(reading);
    }

    Subject<T> timedBy(Function<T, ClockOffset> wall) {
        return new Subject<>(
                labels,
                reading -> finder.apply(reading).stream()
                        .map(seen -> new Seen<>(seen.labelValues(), seen.what(), wall.apply(seen.what())))
                        .toList());
    }

    /** Parts that need no label of their own: at most one of a kind. */
    <P> Subject<P> within(Function<T, Stream<P>> parts) {
        return each(List.of(), parts, part -> List.of());
    }

    <P> Subject<P> each(String label, Function<T, Stream<P>> parts, Function<P, String> name) {
        return each(List.of(label), parts, part -> List.of(name.apply(part)));
    }

    <P> Subject<P> each(List<String> moreLabels, Function<T, Stream<P>> parts, Function<P, List<String>> names) {
        return new Subject<>(joined(labels, moreLabels), reading -> {
            List<Seen<P>> found = new ArrayList<>();
            for (Seen<T> whole : reading.all(this)) {
                parts.apply(whole.what())
                        .forEach(part -> found.add(
                                new Seen<>(joined(whole.labelValues(), names.apply(part)), part, whole.wall())));
            }
            return found;
        });
    }

    /** The entries of a map in a stable order. */
    static <K extends Comparable<K>, V> Stream<Map.Entry<K, V>> entries(Map<K, V> map) {
        return new TreeMap<>(map).entrySet().stream();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        if (second.isEmpty()) {
            return first;
        }
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
