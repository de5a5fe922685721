package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.rule.Severity;
import java.util.List;

/** A limit of one cluster, for the lines in a diagram. */
record ShownThreshold(String alertName, Severity severity, double value) {
    List<String> labels() {
        return List.of(alertName, severity.label());
    }
}
