package io.greenlang.patroni.monitor.event;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The newest events in memory, for everybody who asks. Bounded for each cluster and in all. Safe for concurrent use. */
public final class EventLog {
    static final int PER_CLUSTER = 1_000;
    /** About 5 MiB. */
    static final int IN_ALL = 5_000;

    @GuardedBy("this") private final Map<String, Deque<Event>> byCluster = new TreeMap<>();

    @GuardedBy("this") private int size;

    @GuardedBy("this") private Set<String> watched = Set.of();

    public synchronized void addAll(Collection<Event> events) {
        events.forEach(this::add);
    }

    public synchronized void add(Event event) {
        Deque<Event> events = byCluster.computeIfAbsent(event.cluster(), first -> new ArrayDeque<>());
        events.add(event);
        size++;
        if (events.size() > PER_CLUSTER) {
            events.remove();
            size--;
        } else if (size > IN_ALL) {
            evict();
        }
    }

    /** The oldest of a cluster that is no longer watched, if there is one, else of the one that has the most. */
    @GuardedBy("this") private void evict() {
        Set<String> real = watched;
        String from = byCluster.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<String, Deque<Event>> one) -> !real.contains(one.getKey()))
                        .thenComparing(one -> one.getValue().size()))
                .orElseThrow()
                .getKey();
        byCluster.computeIfPresent(from, (name, events) -> {
            events.remove();
            return events.isEmpty() ? null : events;
        });
        size--;
    }

    /** Clusters that come and go, such as those that somebody makes up in the DCS, push out no event of these. */
    public synchronized void watching(Set<String> clusters) {
        watched = Set.copyOf(clusters);
    }

    /** Oldest first. */
    public synchronized List<Event> find(EventQuery query) {
        return byCluster.values().stream()
                .flatMap(Deque::stream)
                .filter(query::wants)
                .sorted(Comparator.comparing(Event::at))
                .toList();
    }

    /** Those of which there are events. */
    public synchronized Set<String> clusters() {
        return new TreeSet<>(byCluster.keySet());
    }
}
