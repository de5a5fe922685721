package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What everybody who asks is answered from: the last report of every configured cluster, by name.
 *
 * @param configReloaded the last reading of the configuration succeeded
 * @param certificates that are of no cluster: the monitor's own, and those towards Alertmanager; the first to end
 *     first, and by the wall clock
 */
public record MonitorReport(List<ClusterReport> clusters, boolean configReloaded, List<Certificate> certificates) {
    public MonitorReport {
        clusters = List.copyOf(clusters);
        certificates = certificates.stream()
                .sorted(Comparator.comparing(Certificate::notAfter))
                .toList();
    }

    /** Without a certificate of its own. */
    public MonitorReport(List<ClusterReport> clusters, boolean configReloaded) {
        this(clusters, configReloaded, List.of());
    }

    public Optional<ClusterReport> cluster(String name) {
        return clusters.stream().filter(c -> c.cluster().equals(name)).findFirst();
    }

    /** Every cluster had its first poll finished, whatever its result. */
    public boolean isComplete() {
        return clusters.stream().allMatch(c -> c.picture().isPresent());
    }
}
