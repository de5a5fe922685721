package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.DiscoverConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All places where clusters are looked for. Configured by one thread at a time; reports are for any. */
final class Discoveries implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Discoveries.class);

    private final FoundClusters.Memory memory;
    private final Runnable onChange;
    private final Clock clock;
    /** Replaced, never changed. */
    private volatile Map<String, Discovery> running = Map.of();

    private final Set<String> toldTwice = new HashSet<>();

    /** @param onChange is told when other clusters are known */
    Discoveries(FoundClusters.Memory memory, Runnable onChange, Clock clock) {
        this.memory = memory;
        this.onChange = onChange;
        this.clock = clock;
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
                Discovery begun = new Discovery(place, wanted.defaultCluster().input(), memory, onChange, clock);
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
        return all(config, running, this::tellTwice).stream()
                .filter(cluster -> config.shards().own(cluster.name()))
                .toList();
    }

    private static List<ClusterConfig> all(
            MonitorConfig config, Map<String, Discovery> places, BiConsumer<String, String> onTwice) {
        Map<String, ClusterConfig> all = new LinkedHashMap<>();
        config.clusters().forEach(named -> all.put(named.name(), named));
        places.forEach((place, discovery) -> discovery
                .clusters(config.defaultCluster())
                .forEach(found -> {
                    if (all.putIfAbsent(found.name(), found) != null) {
                        onTwice.accept(place, found.name());
                    }
                }));
        return List.copyOf(all.values());
    }

    private void tellTwice(String place, String cluster) {
        if (toldTwice.add(place + "/" + cluster)) {
            logger.info("discover.{}: {} is watched as the cluster of that name that is known already", place, cluster);
        }
    }

    /** What one look found. */
    record Found(MonitorConfig config, List<DiscoveryReport> places) {}

    /** Looks once into each place; the configuration then names what was found there. */
    static Found lookOnce(MonitorConfig config, Clock clock) {
        Map<String, Discovery> places = new LinkedHashMap<>();
        for (DiscoverConfig place : config.discover()) {
            try (Discovery discovery =
                    new Discovery(place, config.defaultCluster().input(), FoundClusters.Memory.NONE, () -> {}, clock)) {
                discovery.look();
                places.put(place.name(), discovery);
            }
        }
        return new Found(
                config.of(all(config, places, (place, name) -> {})),
                places.values().stream().map(Discovery::report).toList());
    }

    List<DiscoveryReport> reports() {
        return running.values().stream().map(Discovery::report).toList();
    }

    @Override
    public void close() {
        running.values().forEach(Discovery::close);
    }
}
