package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What everybody who asks is answered from: the last report of every configured cluster, by name.
 *
 * @param configReloaded the last reading of the configuration succeeded
 * @param discoveries each place where clusters are looked for, in the order of the configuration
 * @param certificates that are of no cluster: the monitor's own, and those towards Alertmanager; the first to end
 *     first, and by the wall clock
 */
public record MonitorReport(
        List<ClusterReport> clusters,
        boolean configReloaded,
        List<Certificate> certificates,
        List<DiscoveryReport> discoveries) {
    public MonitorReport {
        clusters = List.copyOf(clusters);
        discoveries = List.copyOf(discoveries);
        certificates = certificates.stream()
                .sorted(Comparator.comparing(Certificate::notAfter))
                .toList();
    }

    /** Without a certificate of its own, and with clusters that are named only. */
    public MonitorReport(List<ClusterReport> clusters, boolean configReloaded) {
        this(clusters, configReloaded, List.of(), List.of());
    }

    /** The same about some clusters only: whether there are others is then nobody's question. */
    public MonitorReport of(List<ClusterReport> some) {
        return new MonitorReport(
                some, configReloaded, List.of(), some.size() == clusters.size() ? discoveries : List.of());
    }

    /** The same, where clusters were looked for. */
    public MonitorReport with(List<DiscoveryReport> places) {
        return new MonitorReport(clusters, configReloaded, certificates, places);
    }

    public Optional<ClusterReport> cluster(String name) {
        return clusters.stream().filter(c -> c.cluster().equals(name)).findFirst();
    }

    /** Every place was looked into for clusters, and every cluster had its first poll finished, whatever came of it. */
    public boolean isComplete() {
        return discoveries.stream().allMatch(DiscoveryReport::looked)
                && clusters.stream().allMatch(c -> c.snapshot().isPresent());
    }
}
