package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.DcsConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which clusters this monitor watches: of its shard, those that are named and those that were found. One that is named outranks one
 * that is found under the same name, or that is the same cluster.
 *
 * @param missed by the name of the place, what is found there and not watched
 */
record Watchlist(List<ClusterConfig> clusters, Map<String, Missed> missed) {
    /**
     * Of one place.
     *
     * @param tooMany how many clusters are more than the configuration allows
     * @param hidden those whose names another place has
     */
    record Missed(int tooMany, List<String> hidden) {
        private static final Missed NOTHING = new Missed(0, List.of());
    }

    Watchlist {
        clusters = List.copyOf(clusters);
        missed = Map.copyOf(missed);
    }

    static Watchlist of(MonitorConfig config, Map<String, Discovery> places) {
        Map<String, ClusterConfig> all = new LinkedHashMap<>();
        config.clusters().forEach(named -> all.put(named.name(), named));
        Map<String, Missed> missed = new LinkedHashMap<>();
        places.forEach((name, place) -> missed.put(name, add(place, config, all)));
        return new Watchlist(
                all.values().stream().filter(one -> isOwn(one, config)).toList(), missed);
    }

    private static Missed add(Discovery place, MonitorConfig config, Map<String, ClusterConfig> all) {
        int taken = 0;
        int tooMany = 0;
        List<String> hidden = new ArrayList<>();
        for (ClusterConfig found : place.clusters(config.defaultCluster())) {
            if (!isOwn(found, config) || config.clusters().stream().anyMatch(named -> stands(named, found))) {
                continue;
            }
            if (all.containsKey(found.name())) {
                hidden.add(found.name());
            } else if (taken == place.mostClusters()) {
                tooMany++;
            } else {
                all.put(found.name(), found);
                taken++;
            }
        }
        return new Missed(tooMany, List.copyOf(hidden));
    }

    private static boolean isOwn(ClusterConfig cluster, MonitorConfig config) {
        return config.shards().own(cluster.name());
    }

    /** The first is watched in place of the second. */
    private static boolean stands(ClusterConfig named, ClusterConfig found) {
        DcsConfig dcs = named.dcs();
        return named.name().equals(found.name())
                || (dcs != null && found.dcs() != null && dcs.sharesKeys(named.scope(), found.dcs(), found.scope()));
    }

    DiscoveryReport report(Discovery place) {
        DiscoveryReport report = place.report();
        Missed here = missed.getOrDefault(report.name(), Missed.NOTHING);
        return report.without(here.tooMany(), here.hidden());
    }
}
