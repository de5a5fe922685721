package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.event.EventQuery;
import io.greenlang.patroni.monitor.event.EventType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records that there are: complete ones from the events, and those that go on. Safe for concurrent use. */
public final class IncidentLog {
    private final EventLog events;
    private final Map<String, Incident> open = new ConcurrentHashMap<>();

    public IncidentLog(EventLog events) {
        this.events = events;
    }

    /** @param incident null when none goes on */
    public void goesOn(String cluster, @Nullable Incident incident) {
        if (incident == null) {
            open.remove(cluster);
        } else {
            open.put(cluster, incident);
        }
    }

    /**
     * Oldest first.
     *
     * @param clusters empty for all
     * @param since those that went on then, too; by the wall clock
     */
    public List<Incident> find(Set<String> clusters, Instant since) {
        EventQuery complete = new EventQuery(clusters, since, Set.of(EventType.INCIDENT));
        return Stream.concat(
                        events.find(complete).stream().flatMap(event -> IncidentJson.read(event.data()).stream()),
                        open.values().stream()
                                .filter(incident -> clusters.isEmpty() || clusters.contains(incident.cluster())))
                .sorted(Comparator.comparing(Incident::began))
                .toList();
    }
}
