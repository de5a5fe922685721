package io.greenlang.patroni.monitor.config;

import java.util.List;

/**
 * The whole configuration, valid.
 *
 * @param clusters all that are named, those of other shards, too
 * @param thresholds of the clusters that have none of their own
 * @param discover where more are found
 * @param defaultCluster what those that are found are like; without a name
 */
public record MonitorConfig(
        HttpConfig http,
        LogConfig log,
        StateConfig state,
        OrganisationConfig organisation,
        AlertmanagerConfig alertmanager,
        Thresholds thresholds,
        Shards shards,
        ChecklistConfig checklist,
        List<ClusterConfig> clusters,
        List<DiscoverConfig> discover,
        ClusterConfig defaultCluster) {
    public MonitorConfig {
        clusters = List.copyOf(clusters);
        discover = List.copyOf(discover);
    }

    public LinksConfig links() {
        return organisation.links();
    }

    /** The clusters that this daemon is to watch. */
    public List<ClusterConfig> ownClusters() {
        return clusters.stream().filter(cluster -> shards.own(cluster.name())).toList();
    }

    /** The same for these clusters only. */
    public MonitorConfig of(List<ClusterConfig> some) {
        return new MonitorConfig(
                http,
                log,
                state,
                organisation,
                alertmanager,
                thresholds,
                shards,
                checklist,
                some,
                discover,
                defaultCluster);
    }

    /** @param json one JSON object a line instead of text */
    public record LogConfig(String level, boolean json) {}
}
