package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a reload takes up, and what it can't, one line each. */
final class ConfigChanges {
    private ConfigChanges() {}

    static List<String> between(MonitorConfig before, MonitorConfig now) {
        List<String> lines = new ArrayList<>(clusters(before, now));
        Stream.of(
                        changed("discover", before, now, MonitorConfig::discover),
                        changed("alertmanager", before, now, MonitorConfig::alertmanager),
                        changed("organisation", before, now, MonitorConfig::organisation),
                        changed("checklist", before, now, MonitorConfig::checklist),
                        changed("shards", before, now, MonitorConfig::shards),
                        changed("log", before, now, MonitorConfig::log))
                .flatMap(line -> line)
                .forEach(lines::add);
        Stream.of(
                        needsRestart("http", before, now, MonitorConfig::http),
                        needsRestart("state", before, now, MonitorConfig::state))
                .flatMap(line -> line)
                .forEach(lines::add);
        return lines.isEmpty() ? List.of("nothing has changed") : lines;
    }

    private static Stream<String> changed(
            String block, MonitorConfig before, MonitorConfig now, Function<MonitorConfig, Object> part) {
        return Objects.equals(part.apply(before), part.apply(now)) ? Stream.empty() : Stream.of(block + ": taken up");
    }

    private static Stream<String> needsRestart(
            String block, MonitorConfig before, MonitorConfig now, Function<MonitorConfig, Object> part) {
        return Objects.equals(part.apply(before), part.apply(now))
                ? Stream.empty()
                : Stream.of(block + ": changed, needs a restart; until then the old settings stay");
    }

    private static List<String> clusters(MonitorConfig before, MonitorConfig now) {
        Map<String, ClusterConfig> old =
                before.ownClusters().stream().collect(Collectors.toMap(ClusterConfig::name, Function.identity()));
        List<String> lines = new ArrayList<>();
        for (ClusterConfig cluster : now.ownClusters()) {
            ClusterConfig was = old.remove(cluster.name());
            if (was == null) {
                lines.add("cluster " + cluster.name() + ": watched from now on");
            } else if (!was.equals(cluster)) {
                lines.add("cluster " + cluster.name()
                        + (ClusterWatch.isSamePoll(was, cluster)
                                ? ": limits taken up"
                                : was.scope().equals(cluster.scope())
                                        ? ": taken up"
                                        : ": taken up; another scope is another cluster, nothing is remembered of it"));
            }
        }
        old.keySet().stream().sorted().forEach(name -> lines.add("cluster " + name + ": no longer watched"));
        return lines;
    }
}
