package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.export.prometheus.Subject.Seen;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One entry of the catalogue: what a metric is called, what it means, and where in a report it is found. Immutable. */
public final class Metric {
    private final String name;
    private final MetricType type;
    private final String help;
    private final List<String> labels;
    private final Function<ReportReading, List<Sample>> samples;

    private <T> Metric(
            String name, MetricType type, String help, Subject<T> about, Function<Seen<T>, @Nullable Number> reading) {
        this.name = name;
        this.type = type;
        this.help = help;
        this.labels = about.labels();
        this.samples = report -> samples(report.all(about), reading);
    }

    static <T> Metric gauge(String name, String help, Subject<T> about, Reading<T> reading) {
        return new Metric(name, MetricType.GAUGE, help, about, seen -> reading.of(seen.what()));
    }

    /** A point in time, in seconds since 1970 by the wall clock. */
    static <T> Metric timestamp(String name, String help, Subject<T> about, Function<T, @Nullable Instant> reading) {
        return new Metric(name, MetricType.GAUGE, help, about, seen -> {
            Instant moment = reading.apply(seen.what());
            return moment == null ? null : Reading.epochSeconds(seen.wall().shows(moment));
        });
    }

    static <T> Metric counter(String name, String help, Subject<T> about, Reading<T> reading) {
        return new Metric(name, MetricType.COUNTER, help, about, seen -> reading.of(seen.what()));
    }

    static <T> Metric unknown(String name, String help, Subject<T> about, Reading<T> reading) {
        return new Metric(name, MetricType.UNKNOWN, help, about, seen -> reading.of(seen.what()));
    }

    public String name() {
        return name;
    }

    public MetricType type() {
        return type;
    }

    /** One sentence with the unit. */
    public String help() {
        return help;
    }

    /** Label names, in the order of a sample's values. */
    public List<String> labels() {
        return labels;
    }

    Family read(ReportReading report) {
        return new Family(this, samples.apply(report));
    }

    /** Foreign names may collide; the first one wins, because a series that is there twice costs the whole scrape. */
    private static <T> List<Sample> samples(List<Seen<T>> about, Function<Seen<T>, @Nullable Number> reading) {
        Map<List<String>, Sample> byLabels = new LinkedHashMap<>();
        for (Seen<T> seen : about) {
            Number value = reading.apply(seen);
            if (value != null) {
                byLabels.putIfAbsent(seen.labelValues(), new Sample(seen.labelValues(), value.doubleValue()));
            }
        }
        return List.copyOf(byLabels.values());
    }

    @Override
    public String toString() {
        return name;
    }
}
