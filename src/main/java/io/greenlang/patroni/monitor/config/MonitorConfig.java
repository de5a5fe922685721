package io.greenlang.patroni.monitor.config;

import java.util.List;

/**
 * The whole configuration, valid.
 *
 * @param thresholds of the clusters that have none of their own
 */
public record MonitorConfig(
        HttpConfig http,
        LogConfig log,
        LinksConfig links,
        AlertmanagerConfig alertmanager,
        Thresholds thresholds,
        List<ClusterConfig> clusters) {
    public MonitorConfig {
        clusters = List.copyOf(clusters);
    }

    /** @param json one JSON object a line instead of text */
    public record LogConfig(String level, boolean json) {}
}
