package io.greenlang.patroni.monitor.event;

import java.time.Instant;
import java.util.Set;

/**
 * Which events are wanted.
 *
 * @param clusters empty for all
 * @param since by the wall clock
 * @param types empty for all
 */
public record EventQuery(Set<String> clusters, Instant since, Set<EventType> types) {
    public EventQuery {
        clusters = Set.copyOf(clusters);
        types = Set.copyOf(types);
    }

    public boolean wants(Event event) {
        return (clusters.isEmpty() || clusters.contains(event.cluster()))
                && !event.at().isBefore(since)
                && (types.isEmpty() || types.contains(event.type()));
    }
}
