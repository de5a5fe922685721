package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.DiscoverConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.source.dcs.DcsSources;
import io.greenlang.patroni.monitor.source.dcs.FoundCluster;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All places where clusters are looked for. Configured by one thread at a time; reports are for any. */
final class Discoveries implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Discoveries.class);

    private final Discovery.World world;
    /** Replaced, never changed. */
    private volatile Map<String, Discovery> running = Map.of();

    /** By place: clusters of which another place has the name. Replaced, never changed. */
    private volatile Map<String, List<String>> hidden = Map.of();

    Discoveries(Discovery.World world) {
        this.world = world;
    }

    /** Looks in exactly these places; those that are as before go on. */
    void configure(MonitorConfig wanted) {
        Map<String, Discovery> before = running;
        Map<String, Discovery> next = new LinkedHashMap<>();
        List<Discovery> fresh = new ArrayList<>();
        for (DiscoverConfig place : wanted.discover()) {
            Discovery kept = before.get(place.name());
            if (kept != null && kept.serves(place)) {
                next.put(place.name(), kept);
            } else {
                Set<FoundCluster> known = before.values().stream()
                        .filter(old -> old.isOf(place))
                        .flatMap(old -> old.known().stream())
                        .collect(Collectors.toSet());
                Discovery begun = new Discovery(place, wanted.defaultCluster().input(), known, world);
                next.put(place.name(), begun);
                fresh.add(begun);
            }
        }
        before.values().stream().filter(old -> !next.containsValue(old)).forEach(Discovery::close);
        running = next;
        fresh.forEach(Discovery::start);
    }

    /**
     * The clusters of this shard: those that are named, and those that are known to be there. One that is named outranks one
     * that is found under the same name.
     */
    List<ClusterConfig> clusters(MonitorConfig config) {
        All all = all(config, running);
        if (!all.hidden().equals(hidden)) {
            all.hidden()
                    .forEach((place, names) -> logger.warn("discover.{}: {} have names of other places", place, names));
            hidden = all.hidden();
        }
        return all.clusters().stream()
                .filter(cluster -> config.shards().own(cluster.name()))
                .toList();
    }

    /** @param hidden by place: the clusters of which another place has the name */
    private record All(List<ClusterConfig> clusters, Map<String, List<String>> hidden) {}

    private static List<DiscoveryReport> reports(Map<String, Discovery> places, Map<String, List<String>> hidden) {
        return places.values().stream()
                .map(Discovery::report)
                .map(report -> report.hiding(hidden.getOrDefault(report.name(), List.of())))
                .toList();
    }

    private static All all(MonitorConfig config, Map<String, Discovery> places) {
        Map<String, ClusterConfig> all = new LinkedHashMap<>();
        Set<String> named = new HashSet<>();
        Map<String, List<String>> hidden = new TreeMap<>();
        config.clusters().forEach(one -> {
            all.put(one.name(), one);
            named.add(one.name());
        });
        places.forEach((place, discovery) -> discovery
                .clusters(config.defaultCluster())
                .forEach(found -> {
                    if (all.putIfAbsent(found.name(), found) != null && !named.contains(found.name())) {
                        hidden.computeIfAbsent(place, any -> new ArrayList<>()).add(found.name());
                    }
                }));
        return new All(List.copyOf(all.values()), hidden);
    }

    /** What one look found. */
    record Found(MonitorConfig config, List<DiscoveryReport> places) {}

    /** Looks once into each place; the configuration then names what was found there. */
    static Found lookOnce(MonitorConfig config, Clock clock) {
        Map<String, Discovery> places = new LinkedHashMap<>();
        for (DiscoverConfig place : config.discover()) {
            Discovery.World alone = new Discovery.World(
                    FoundClusters.Memory.NONE, name -> false, () -> {}, new DcsSources(clock), clock);
            try (Discovery discovery =
                    new Discovery(place, config.defaultCluster().input(), Set.of(), alone)) {
                discovery.look();
                places.put(place.name(), discovery);
            }
        }
        All all = all(config, places);
        return new Found(config.of(all.clusters()), reports(places, all.hidden()));
    }

    List<DiscoveryReport> reports() {
        return reports(running, hidden);
    }

    @Override
    public void close() {
        running.values().forEach(Discovery::close);
    }
}
