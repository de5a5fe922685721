package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.prometheus.client.Collector;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows simpleclient the catalogue, read from the last report. Does no I/O and takes no lock; safe for concurrent scrapes.
 */
public final class ReportCollector extends Collector implements Collector.Describable {
    private static final Logger logger = LoggerFactory.getLogger(ReportCollector.class);

    private final MetricCatalogue catalogue;
    private final Supplier<MonitorReport> reports;
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Exposed last;

    /** What a report looks like: several scrapers ask between two polls. */
    private record Exposed(MonitorReport report, List<MetricFamilySamples> families) {}

    /** @param reports gives the last report at once, from any thread */
    public ReportCollector(MetricCatalogue catalogue, Supplier<MonitorReport> reports) {
        this.catalogue = catalogue;
        this.reports = reports;
    }

    /** What is unknown everywhere is left out altogether. */
    @Override
    public List<MetricFamilySamples> collect() {
        MonitorReport report = reports.get();
        Exposed known = last;
        if (known == null || !known.report().equals(report)) {
            known = new Exposed(report, families(new ReportReading(report)));
            last = known;
        }
        return known.families();
    }

    private List<MetricFamilySamples> families(ReportReading report) {
        return catalogue.metrics().stream()
                .flatMap(metric -> read(metric, report))
                .filter(family -> !family.samples.isEmpty())
                .toList();
    }

    /** The whole catalogue: a name that is missing here can't be asked for with {@code ?name[]=}. */
    @Override
    public List<MetricFamilySamples> describe() {
        return catalogue.metrics().stream().map(Metric::described).toList();
    }

    /** A bug in one metric costs that metric; thrown further, it would cost the whole scrape. */
    private Stream<MetricFamilySamples> read(Metric metric, ReportReading report) {
        try {
            return Stream.of(metric.read(report));
        } catch (RuntimeException | Error bug) {
            if (broken.add(metric.name())) {
                logger.atError()
                        .setCause(bug)
                        .addKeyValue("metric", metric.name())
                        .log("A bug in the monitor leaves out the metric {}; it is logged once", metric.name());
            }
            return Stream.empty();
        }
    }
}
