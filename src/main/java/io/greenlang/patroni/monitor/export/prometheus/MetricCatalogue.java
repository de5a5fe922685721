package io.greenlang.patroni.monitor.export.prometheus;

import java.util.List;
import java.util.stream.Stream;

/** Every metric that is read from a report, once each. Immutable. */
public final class MetricCatalogue {
    private final List<Metric> metrics;

    public MetricCatalogue(BuildInfo build) {
        this(Stream.of(
                        ClusterMetrics.all(),
                        PatroniMetrics.all(),
                        PostgresMetrics.all(),
                        ReplicationMetrics.all(),
                        DatabaseMetrics.all(),
                        SizeMetrics.all(),
                        MonitorMetrics.all(build))
                .flatMap(List::stream)
                .toList());
    }

    MetricCatalogue(List<Metric> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    /** In the order of exposition: clusters, nodes by source, the monitor itself. */
    public List<Metric> metrics() {
        return metrics;
    }
}
