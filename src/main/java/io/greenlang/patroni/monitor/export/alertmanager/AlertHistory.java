package io.greenlang.patroni.monitor.export.alertmanager;

import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What fires, and what has ended recently, by the labels that Alertmanager tells alerts apart by. Holds no more than was
 * reported within {@link #MEMORY}. For one thread.
 */
final class AlertHistory {
    /** How long the end of an alert is told, so that an Alertmanager that was down learns of it; as Prometheus does. */
    static final Duration MEMORY = Duration.ofMinutes(15);

    private final Map<SortedMap<String, String>, AlertState> ended = new LinkedHashMap<>();
    private Map<SortedMap<String, String>, AlertState> firing = Map.of();

    /**
     * What there is to tell of one alert.
     *
     * @param ended null while it fires
     */
    record AlertState(String cluster, Alert alert, @Nullable Instant ended) {
        boolean hasEndedBefore(Instant time) {
            return ended != null && ended.isBefore(time);
        }
    }

    /**
     * Takes note of what fires now. What no longer does has ended now, that of clusters which are no longer watched, too.
     *
     * @return whether other alerts fire than before
     */
    boolean update(MonitorReport report, Instant now) {
        Map<SortedMap<String, String>, AlertState> before = firing;
        firing = firing(report);
        before.forEach((labels, notice) -> {
            if (!firing.containsKey(labels)) {
                ended.put(labels, new AlertState(notice.cluster(), notice.alert(), now));
            }
        });
        ended.keySet().removeAll(firing.keySet());
        ended.values().removeIf(notice -> notice.hasEndedBefore(now.minus(MEMORY)));
        return !starts(before).equals(starts(firing));
    }

    /** Everything there is to tell: what fires, then what has ended. */
    List<AlertState> notices() {
        List<AlertState> notices = new ArrayList<>(firing.values());
        notices.addAll(ended.values());
        return notices;
    }

    private static Map<SortedMap<String, String>, AlertState> firing(MonitorReport report) {
        Map<SortedMap<String, String>, AlertState> firing = new LinkedHashMap<>();
        for (ClusterReport cluster : report.clusters()) {
            for (Alert alert : cluster.alerts()) {
                if (alert.isFiring()) {
                    firing.put(alert.labels(cluster.cluster()), new AlertState(cluster.cluster(), alert, null));
                }
            }
        }
        return firing;
    }

    /** What makes an alert another one; its value and its words may change from poll to poll. */
    private static Map<SortedMap<String, String>, Instant> starts(Map<SortedMap<String, String>, AlertState> notices) {
        return notices.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().alert().since()));
    }
}
