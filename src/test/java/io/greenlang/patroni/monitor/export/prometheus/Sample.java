package io.greenlang.patroni.monitor.export.prometheus;

import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;

/** A sample of a metric, without what all samples of the metric have in common. */
record Sample(List<String> labelValues, double value) {
    static List<Sample> of(MetricFamilySamples family) {
        return family.samples.stream()
                .map(sample -> new Sample(sample.labelValues, sample.value))
                .toList();
    }
}
