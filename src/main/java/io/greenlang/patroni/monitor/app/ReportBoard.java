package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.Overdue;
import io.greenlang.patroni.monitor.time.SteadyClock;
import io.greenlang.patroni.monitor.trend.Trend;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Where the last report of every cluster hangs, and its last hour. Writers are the poll threads, each for its own cluster;
 * readers never wait.
 */
final class ReportBoard implements Supplier<MonitorReport> {
    private final Clock clock;
    private final Instant started;
    private final Map<String, ClusterReport> last = new ConcurrentHashMap<>();
    private final Map<String, Trend> trends = new ConcurrentHashMap<>();

    private volatile List<String> order = List.of();
    private volatile boolean configReloaded = true;
    private volatile Supplier<List<Certificate>> certificates = List::of;
    private volatile Supplier<List<DiscoveryReport>> discoveries = List::of;

    ReportBoard(Clock clock) {
        this.clock = clock;
        this.started = clock.instant();
    }

    /** Sets which clusters are shown, in this order; new ones have no snapshot yet, others are taken down. */
    void show(List<ClusterReport> awaiting) {
        List<String> names = awaiting.stream().map(ClusterReport::cluster).toList();
        awaiting.forEach(report -> last.putIfAbsent(report.cluster(), report));
        order = names;
        last.keySet().retainAll(names);
        trends.keySet().retainAll(names);
    }

    /** Hangs up a cluster's newest report, and the hour that ends with it. */
    void publish(ClusterReport report, Trend lastHour) {
        if (order.contains(report.cluster())) {
            trends.put(report.cluster(), lastHour);
            last.put(report.cluster(), report);
        }
    }

    /** The last hour of a cluster; nothing of one that is not watched. */
    Trend trend(String cluster) {
        return trends.getOrDefault(cluster, Trend.NOTHING);
    }

    /** The last report of a cluster; empty where it is not watched. */
    Optional<ClusterReport> last(String cluster) {
        return Optional.ofNullable(last.get(cluster));
    }

    void configReloaded(boolean successful) {
        configReloaded = successful;
    }

    /** @param ofNoCluster gives them at once, from any thread; by the wall clock */
    void showCertificates(Supplier<List<Certificate>> ofNoCluster) {
        certificates = ofNoCluster;
    }

    /** @param ofAll gives them at once, from any thread */
    void showDiscoveries(Supplier<List<DiscoveryReport>> ofAll) {
        discoveries = ofAll;
    }

    /** The reports as of now: one whose poll is overdue says so. */
    @Override
    public MonitorReport get() {
        Instant now = clock.instant();
        ClockOffset wall = SteadyClock.wallTimeOf(clock);
        List<ClusterReport> reports = order.stream()
                .map(last::get)
                .filter(Objects::nonNull)
                .map(report -> Overdue.at(now, report, started).withWall(wall))
                .toList();
        return new MonitorReport(reports, configReloaded, certificates.get(), discoveries.get());
    }
}
