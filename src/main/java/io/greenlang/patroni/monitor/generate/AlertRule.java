package io.greenlang.patroni.monitor.generate;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One alerting rule of Prometheus.
 *
 * @param pendingFor {@code for}
 * @param labels and annotations may be templates
 */
record AlertRule(
        String alert, String expr, Duration pendingFor, Map<String, String> labels, Map<String, String> annotations) {
    AlertRule {
        labels = new TreeMap<>(labels);
        annotations = new TreeMap<>(annotations);
    }
}
