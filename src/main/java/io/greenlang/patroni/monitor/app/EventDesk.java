package io.greenlang.patroni.monitor.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.StateConfig;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.event.EventMemory;
import io.greenlang.patroni.monitor.event.EventQuery;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.event.MonitorLife;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetrics;
import io.greenlang.patroni.monitor.memory.Journal;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Where every event goes: into memory, the journal, the log and the counters. Knows which clusters are watched, and so when a
 * watch begins and ends. Safe for concurrent use; telling never waits.
 */
final class EventDesk implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger("io.greenlang.patroni.monitor.cluster");
    /** Of those the daemon's own lines tell. */
    private static final Set<EventType> NOT_LOGGED = Set.of(EventType.MONITOR_STARTED, EventType.MONITOR_STOPPED);

    private final EventLog log = new EventLog();
    private final SelfMetrics self;
    private final Clock clock;
    private final @Nullable Journal journal;

    /** By cluster, of those that are watched. */
    @GuardedBy("this") private final Map<String, EventMemory> memories = new HashMap<>();

    EventDesk(StateConfig state, SelfMetrics self, Clock clock) {
        this.self = self;
        this.clock = clock;
        this.journal = state.directory() == null ? null : new Journal(state.directory(), state.keep(), this::now);
        if (journal != null) {
            journal.open(log::add);
            self.countsLostEvents(journal::lost);
        }
    }

    EventLog log() {
        return log;
    }

    /** What is known of a watched cluster; a poll that is replaced hands it on to the next. For that poll's thread. */
    synchronized EventMemory memoryOf(String cluster) {
        return memories.computeIfAbsent(cluster, first -> new EventMemory());
    }

    /** Begins and ends watches, so that exactly these clusters are watched. */
    synchronized void watchOnly(Set<String> clusters) {
        Set<String> gone = new java.util.TreeSet<>(memories.keySet());
        gone.removeAll(clusters);
        gone.forEach(cluster -> {
            tell(MonitorLife.stopped(cluster, now()));
            memories.remove(cluster);
            self.forgetCluster(cluster);
        });
        for (String cluster : clusters) {
            self.countsEvents(cluster);
            if (!memories.containsKey(cluster)) {
                memoryOf(cluster);
                begin(cluster);
            }
        }
    }

    private void begin(String cluster) {
        Instant now = now();
        List<Event> before = log.find(new EventQuery(Set.of(cluster), Instant.MIN, Set.of()));
        if (!before.isEmpty()) {
            Event last = before.get(before.size() - 1);
            if (last.at().isBefore(now)) {
                tell(MonitorLife.gap(cluster, last.at(), now, last.type() == EventType.MONITOR_STOPPED));
            }
        }
        tell(MonitorLife.started(cluster, now, Version.text()));
    }

    void tell(Event event) {
        log.add(event);
        if (journal != null) {
            journal.append(event);
        }
        self.eventHappened(event.cluster(), event.type());
        if (!NOT_LOGGED.contains(event.type())) {
            logger.atLevel(event.type().isTrouble() ? Level.WARN : Level.INFO)
                    .addKeyValue("cluster", event.cluster())
                    .addKeyValue("event", event.type().label())
                    .log("Cluster {}: {}", event.cluster(), event.sentence());
        }
    }

    private Instant now() {
        return SteadyClock.wallTimeOf(clock).shows(clock.instant());
    }

    /** Ends every watch. */
    @Override
    public void close() {
        synchronized (this) {
            memories.keySet().forEach(cluster -> tell(MonitorLife.stopped(cluster, now())));
            memories.clear();
        }
        if (journal != null) {
            journal.close();
        }
    }
}
