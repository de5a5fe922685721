package io.greenlang.patroni.monitor.export.prometheus;

import java.util.List;
import java.util.stream.Stream;

/** Every metric that is read from a report, once each. Immutable. */
public final class MetricCatalogue {
    private final List<Group> groups;
    private final List<Metric> metrics;

    /**
     * Metrics that have one origin.
     *
     * @param title for people
     */
    public record Group(String title, List<Metric> metrics) {
        public Group {
            metrics = List.copyOf(metrics);
        }
    }

    public MetricCatalogue(BuildInfo build) {
        this(
                new Group("The cluster as a whole", ClusterMetrics.all()),
                new Group("The DCS, where it is read directly", DcsMetrics.all()),
                new Group("A node, as its Patroni says", PatroniMetrics.all()),
                new Group("A node, as its PostgreSQL says", postgres()),
                new Group("Sizes, read at a slower pace", SizeMetrics.all()),
                new Group("Upkeep, read at a slower pace", HousekeepingMetrics.all()),
                new Group("TimescaleDB, looked for at an even slower pace", TimescaleMetrics.all()),
                new Group("Backups, as pgBackRest says", BackupMetrics.all()),
                new Group("Certificates", CertificateMetrics.all()),
                new Group("Where applications connect", EndpointMetrics.all()),
                new Group("What the monitor sees and makes of it", MonitorMetrics.all(build)));
    }

    MetricCatalogue(List<Metric> metrics) {
        this(new Group("", metrics));
    }

    private MetricCatalogue(Group... groups) {
        this.groups = List.of(groups);
        this.metrics =
                this.groups.stream().map(Group::metrics).flatMap(List::stream).toList();
    }

    /** In the order of exposition: clusters, nodes by source, the monitor itself. */
    public List<Metric> metrics() {
        return metrics;
    }

    /** The same metrics in the same order, by origin. */
    public List<Group> groups() {
        return groups;
    }

    private static List<Metric> postgres() {
        return Stream.of(PostgresMetrics.all(), ActivityMetrics.all(), ReplicationMetrics.all(), DatabaseMetrics.all())
                .flatMap(List::stream)
                .toList();
    }
}
