package io.greenlang.patroni.monitor.alerts;

import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.export.prometheus.BuildInfo;
import io.greenlang.patroni.monitor.export.prometheus.MetricCatalogue;
import io.greenlang.patroni.monitor.export.prometheus.ReportCollector;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.Overdue;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one cluster went through, poll by poll, as the daemon judges it and as it exposes it. The first poll is at the
 * epoch, where promtool's clock begins, too.
 */
final class Trace {
    static final Duration STEP = Duration.ofSeconds(5);
    /** How long the daemon holds an alert whose facts are unknown: shorter than in the product. */
    private static final Duration HOLD = Duration.ofSeconds(30);

    private final MonitorConfig config;
    private final Judge judge = new Judge(HOLD);
    private final List<Step> steps = new ArrayList<>();
    private @Nullable ClusterReport last;

    /**
     * @param firing the labels of each alert that fires, by the daemon's own judgement
     * @param samples by series, as exposed
     */
    record Step(List<Map<String, String>> firing, Map<Series, Double> samples) {}

    record Series(String name, Map<String, String> labels) {}

    Trace(MonitorConfig config) {
        this.config = config;
    }

    /** Polls that all find the same. */
    Trace then(int polls, Supplier<Snapshots> snapshot) {
        for (int i = 0; i < polls; i++) {
            last = judge.judge(
                    config.clusters().get(0), snapshot.get().at(now()).build());
            add(last);
        }
        return this;
    }

    /** Scrapes that find no newer poll. */
    Trace thenNoPoll(int scrapes) {
        for (int i = 0; i < scrapes; i++) {
            add(last);
        }
        return this;
    }

    List<Step> steps() {
        return steps;
    }

    private Instant now() {
        return Instant.EPOCH.plus(STEP.multipliedBy(steps.size()));
    }

    private void add(ClusterReport report) {
        ClusterReport now = Overdue.at(now(), report, Instant.EPOCH);
        List<Map<String, String>> firing = now.alerts().stream()
                .filter(Alert::isFiring)
                .<Map<String, String>>map(alert -> alert.labels(now.cluster()))
                .toList();
        steps.add(new Step(firing, samples(new MonitorReport(List.of(now), true))));
    }

    private static Map<Series, Double> samples(MonitorReport report) {
        Map<Series, Double> samples = new HashMap<>();
        MetricCatalogue catalogue = new MetricCatalogue(new BuildInfo("1.0.0", "17"));
        for (MetricFamilySamples family : new ReportCollector(catalogue, () -> report).collect()) {
            for (MetricFamilySamples.Sample sample : family.samples) {
                Map<String, String> labels =
                        new TreeMap<>(Map.of("instance", "monitor:9933", "job", "patroni-monitor"));
                for (int i = 0; i < sample.labelNames.size(); i++) {
                    labels.put(sample.labelNames.get(i), sample.labelValues.get(i));
                }
                samples.put(new Series(sample.name, labels), sample.value);
            }
        }
        return samples;
    }
}
