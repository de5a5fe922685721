package io.greenlang.patroni.monitor.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.event.EventQuery;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.event.LeaderCost;
import io.greenlang.patroni.monitor.event.MonitorLife;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetrics;
import io.greenlang.patroni.monitor.incident.IncidentLog;
import io.greenlang.patroni.monitor.memory.Journal;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
    private final IncidentLog incidents = new IncidentLog();
    private final SelfMetrics self;
    private final Clock clock;
    private final @Nullable Journal journal;

    /** Of which the watch has begun. */
    @GuardedBy("this") private final Set<String> watched = new TreeSet<>();

    /**
     * @param directory for the journal; empty for none
     * @param keep how long the journal is kept
     */
    EventDesk(Optional<Path> directory, Duration keep, SelfMetrics self, Clock clock) {
        this.self = self;
        this.clock = clock;
        this.journal = directory
                .map(folder -> new Journal(folder, keep, this::now, self::stateNotWritten))
                .orElse(null);
        if (journal != null) {
            journal.open(this::recall);
        }
    }

    private void recall(Event event) {
        log.add(event);
        incidents.add(event);
    }

    EventLog log() {
        return log;
    }

    IncidentLog incidents() {
        return incidents;
    }

    /**
     * A cluster is watched, or goes on being watched.
     *
     * @param lastSeen when a daemon before this one is known to have watched it
     * @return the gap before this watch; empty when there is none, or it can't be told
     */
    synchronized Optional<Event> begin(String cluster, Optional<Instant> lastSeen) {
        self.countsEvents(cluster);
        log.find(new EventQuery(Set.of(cluster), Instant.MIN, Set.of(EventType.LEADER_CHANGE))).stream()
                .reduce((older, newer) -> newer)
                .ifPresent(this::cost);
        if (!watched.add(cluster)) {
            return Optional.empty();
        }
        Instant now = now();
        Optional<Event> gap = gap(cluster, lastSeen, now);
        gap.ifPresent(this::tell);
        tell(MonitorLife.started(cluster, now, Version.text()));
        return gap;
    }

    private Optional<Event> gap(String cluster, Optional<Instant> lastSeen, Instant now) {
        List<Event> before = log.find(new EventQuery(Set.of(cluster), Instant.MIN, Set.of()));
        Optional<Event> last = before.isEmpty() ? Optional.empty() : Optional.of(before.get(before.size() - 1));
        boolean stopped =
                last.filter(event -> event.type() == EventType.MONITOR_STOPPED).isPresent();
        return Stream.concat(last.map(Event::at).stream(), stopped ? Stream.empty() : lastSeen.stream())
                .max(Comparator.naturalOrder())
                .filter(now::isAfter)
                .map(from -> MonitorLife.gap(cluster, from, now, stopped));
    }

    /** Clusters that are no longer watched. */
    synchronized void endAllBut(Set<String> clusters) {
        log.watching(clusters);
        List<String> gone =
                watched.stream().filter(cluster -> !clusters.contains(cluster)).toList();
        gone.forEach(cluster -> {
            watched.remove(cluster);
            incidents.goesOn(cluster, null);
            tell(MonitorLife.stopped(cluster, now()));
            self.forgetCluster(cluster);
        });
    }

    void tell(Event event) {
        recall(event);
        if (journal != null) {
            journal.append(event);
        }
        self.eventHappened(event.cluster(), event.type());
        if (event.type() == EventType.LEADER_CHANGE) {
            cost(event);
        }
        if (!NOT_LOGGED.contains(event.type())) {
            logger.atLevel(event.type().isTrouble() ? Level.WARN : Level.INFO)
                    .addKeyValue("cluster", event.cluster())
                    .addKeyValue("event", event.type().label())
                    .log("Cluster {}: {}", event.cluster(), event.sentence());
        }
    }

    private void cost(Event leaderChange) {
        self.lostAtFailover(leaderChange.cluster(), LeaderCost.of(leaderChange).bytes());
    }

    private Instant now() {
        return SteadyClock.wallTimeOf(clock).shows(clock.instant());
    }

    /** Ends every watch. */
    @Override
    public void close() {
        synchronized (this) {
            watched.forEach(cluster -> tell(MonitorLife.stopped(cluster, now())));
            watched.clear();
        }
        if (journal != null) {
            journal.close();
        }
    }
}
