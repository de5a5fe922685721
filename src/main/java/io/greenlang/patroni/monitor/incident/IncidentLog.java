package io.greenlang.patroni.monitor.incident;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The newest records: complete ones, and those that go on. Bounded for each cluster. Safe for concurrent use. */
public final class IncidentLog {
    static final int PER_CLUSTER = 20;

    @GuardedBy("this") private final Map<String, Deque<Incident>> complete = new TreeMap<>();

    @GuardedBy("this") private final Map<String, Incident> open = new TreeMap<>();

    /** Takes in a record that is complete; other events are none of its business. */
    public synchronized void add(Event event) {
        if (event.type() != EventType.INCIDENT) {
            return;
        }
        IncidentJson.read(event.data()).ifPresent(incident -> {
            Deque<Incident> all = complete.computeIfAbsent(incident.cluster(), first -> new ArrayDeque<>());
            all.add(incident);
            if (all.size() > PER_CLUSTER) {
                all.remove();
            }
        });
    }

    /** @param incident null when none goes on */
    public synchronized void goesOn(String cluster, @Nullable Incident incident) {
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
    public synchronized List<Incident> find(Set<String> clusters, Instant since) {
        return Stream.concat(complete.values().stream().flatMap(Deque::stream), open.values().stream())
                .filter(incident -> clusters.isEmpty() || clusters.contains(incident.cluster()))
                .filter(incident ->
                        incident.ended() == null || !incident.ended().isBefore(since))
                .sorted(Comparator.comparing(Incident::began))
                .toList();
    }
}
