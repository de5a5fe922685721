package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The clusters that one limit is for: those of a list, or all but those of a list.
 *
 * @param names sorted; with {@code but} and empty: all
 */
record LimitedClusters(Limit limit, List<String> names, boolean but) {
    LimitedClusters {
        names = List.copyOf(names);
    }

    /** One for all clusters without a limit of their own, one for each other limit; none where it is switched off. */
    static List<LimitedClusters> of(Rule rule, Severity severity, MonitorConfig config) {
        Optional<Limit> usual = rule.limit(severity, config.thresholds());
        Map<String, Optional<Limit>> own = new TreeMap<>();
        for (ClusterConfig cluster : config.clusters()) {
            Optional<Limit> limit = rule.limit(severity, cluster.thresholds());
            if (!limit.equals(usual)) {
                own.put(cluster.name(), limit);
            }
        }
        List<LimitedClusters> all = new ArrayList<>();
        usual.ifPresent(limit -> all.add(new LimitedClusters(limit, List.copyOf(own.keySet()), true)));
        own.values().stream()
                .flatMap(Optional::stream)
                .distinct()
                .sorted(Comparator.comparing(Limit::value).thenComparing(Limit::pendingFor))
                .forEach(limit -> all.add(new LimitedClusters(limit, having(limit, own), false)));
        return all;
    }

    private static List<String> having(Limit limit, Map<String, Optional<Limit>> own) {
        return own.entrySet().stream()
                .filter(cluster -> cluster.getValue().equals(Optional.of(limit)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The expression, for these clusters only. */
    String only(String expr) {
        if (but && names.isEmpty()) {
            return expr;
        }
        return "%s%s on (cluster) patroni_cluster_state{state=\"healthy\",cluster=~\"%s\"}"
                .formatted(expr, but ? " unless" : " and", pattern());
    }

    /** RE2 takes a backslash before punctuation only: a letter of another alphabet must not have one. */
    private String pattern() {
        return names.stream()
                .map(name -> name.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0"))
                .collect(Collectors.joining("|"))
                .replace("\\", "\\\\")
                .replace("\"", "\\\"");
    }
}
