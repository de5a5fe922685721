package io.greenlang.patroni.monitor.config;

import java.util.List;

/** The whole configuration, valid. */
public record MonitorConfig(HttpConfig http, LogConfig log, List<ClusterConfig> clusters) {
    public MonitorConfig {
        clusters = List.copyOf(clusters);
    }

    /** @param json one JSON object a line instead of text */
    public record LogConfig(String level, boolean json) {}
}
