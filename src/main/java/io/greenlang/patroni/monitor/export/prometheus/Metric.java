package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.export.prometheus.Subject.Seen;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        this.samples = report -> samples(name, labels, report.all(about), reading);
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

    /** As simpleclient shows it; without samples when the fact is unknown everywhere. */
    MetricFamilySamples read(ReportReading report) {
        return family(samples.apply(report));
    }

    /** Only what it is called and means. */
    MetricFamilySamples described() {
        return family(List.of());
    }

    private MetricFamilySamples family(List<Sample> of) {
        return new MetricFamilySamples(name, type.ofSimpleclient(), help, of);
    }

    /** Foreign names may collide; the first one wins, because a series that is there twice costs the whole scrape. */
    private static <T> List<Sample> samples(
            String name, List<String> labels, List<Seen<T>> about, Function<Seen<T>, @Nullable Number> reading) {
        List<Sample> samples = new ArrayList<>(about.size());
        Set<List<String>> known = new HashSet<>();
        for (Seen<T> seen : about) {
            Number value = reading.apply(seen);
            if (value != null && known.add(seen.labelValues())) {
                samples.add(new Sample(name, labels, seen.labelValues(), value.doubleValue()));
            }
        }
        return samples;
    }

    @Override
    public String toString() {
        return name;
    }
}
