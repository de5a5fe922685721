package io.greenlang.patroni.monitor.export.prometheus;

import io.prometheus.client.Collector;
import java.util.Locale;

/** How Prometheus is told to read a metric. */
public enum MetricType {
    GAUGE,
    /** Ends in {@code _total}; anything else would be renamed on its way out. */
    COUNTER,
    /** A counter of PostgreSQL under its well-known name without {@code _total}; {@code rate()} works on it. */
    UNKNOWN;

    Collector.Type ofSimpleclient() {
        return switch (this) {
            case GAUGE -> Collector.Type.GAUGE;
            case COUNTER -> Collector.Type.COUNTER;
            case UNKNOWN -> Collector.Type.UNKNOWN;
        };
    }

    /** As OpenMetrics writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
