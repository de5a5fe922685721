package io.greenlang.patroni.monitor.export.prometheus;

import java.util.List;

/**
 * One series at the moment of the picture.
 *
 * @param labelValues in the order of the metric's label names
 */
record Sample(List<String> labelValues, double value) {
    Sample {
        labelValues = List.copyOf(labelValues);
    }
}
