package io.greenlang.patroni.monitor.export.prometheus;

import java.util.List;

/**
 * One metric with what a report says about it.
 *
 * @param samples no two with the same label values; empty when the fact is unknown everywhere
 */
record Family(Metric metric, List<Sample> samples) {
    Family {
        samples = List.copyOf(samples);
    }
}
