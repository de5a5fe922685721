package io.greenlang.patroni.monitor.rule;

import java.util.List;
import java.util.Optional;

/**
 * What everybody who asks is answered from: the last report of every configured cluster, by name.
 *
 * @param configReloaded the last reading of the configuration succeeded
 */
public record MonitorReport(List<ClusterReport> clusters, boolean configReloaded) {
    public MonitorReport {
        clusters = List.copyOf(clusters);
    }

    public Optional<ClusterReport> cluster(String name) {
        return clusters.stream().filter(c -> c.cluster().equals(name)).findFirst();
    }

    /** Every cluster had its first poll finished, whatever its result. */
    public boolean isComplete() {
        return clusters.stream().allMatch(c -> c.picture().isPresent());
    }
}
