package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.DiscoverConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.source.dcs.DcsSources;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All places where clusters are looked for. Configured by one thread at a time; reports are for any. */
final class Discoveries implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Discoveries.class);

    private final Discovery.World world;
    /** Replaced, never changed. */
    private volatile Map<String, Discovery> running = Map.of();

    private volatile Watchlist watchlist = new Watchlist(List.of(), Map.of());

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
            if (kept != null && kept.serves(place, wanted.defaultCluster().input())) {
                next.put(place.name(), kept);
            } else {
                List<FoundClusters.Known> known = before.values().stream()
                        .filter(old -> old.isOf(place))
                        .flatMap(old -> old.known().stream())
                        .toList();
                Discovery begun = new Discovery(place, wanted.defaultCluster().input(), known, world);
                next.put(place.name(), begun);
                fresh.add(begun);
            }
        }
        before.values().stream().filter(old -> !next.containsValue(old)).forEach(Discovery::close);
        running = next;
        fresh.forEach(Discovery::start);
    }

    /** The clusters that this monitor is to watch. */
    List<ClusterConfig> clusters(MonitorConfig config) {
        Watchlist now = Watchlist.of(config, running);
        if (!now.missed().equals(watchlist.missed())) {
            running.values().stream()
                    .map(place -> now.report(place).fault())
                    .filter(Objects::nonNull)
                    .forEach(logger::warn);
        }
        watchlist = now;
        return now.clusters();
    }

    /** What one look found. */
    record Found(MonitorConfig config, List<DiscoveryReport> places) {}

    /** Looks once into each place; the configuration then names what was found there. */
    static Found lookOnce(MonitorConfig config, Clock clock) {
        Map<String, Discovery> places = new LinkedHashMap<>();
        for (DiscoverConfig place : config.discover()) {
            Discovery.World alone = new Discovery.World(
                    FoundClusters.Memory.NONE, name -> false, () -> true, new DcsSources(clock), clock);
            try (Discovery discovery =
                    new Discovery(place, config.defaultCluster().input(), List.of(), alone)) {
                discovery.look();
                places.put(place.name(), discovery);
            }
        }
        Watchlist all = Watchlist.of(config, places);
        return new Found(
                config.of(all.clusters()),
                places.values().stream().map(all::report).toList());
    }

    List<DiscoveryReport> reports() {
        return running.values().stream().map(watchlist::report).toList();
    }

    @Override
    public void close() {
        running.values().forEach(Discovery::close);
    }
}
