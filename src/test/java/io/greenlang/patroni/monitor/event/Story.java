package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.testing.BackupSamples;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Snapshots one after the other, five seconds apart, and the events that they give rise to. */
final class Story {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Instant STARTED = Snapshots.NOON.minus(Duration.ofDays(1));

    private EventMemory memory = new EventMemory();
    private final List<Event> events = new ArrayList<>();
    private Instant now = Snapshots.NOON;

    /** Begins with a healthy cluster. */
    static Story ofAHealthyCluster() {
        return new Story().then(snapshot -> {});
    }

    /** All members have run for a day. */
    static Snapshots healthyAt(Instant now) {
        Snapshots snapshot = Snapshots.healthy().at(now).backups(at -> BackupSamples.daily(Snapshots.NOON));
        List.of("node1", "node2", "node3").forEach(name -> snapshot.member(name, member -> member.started(STARTED)));
        return snapshot;
    }

    Instant now() {
        return now;
    }

    Story wait(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** The next snapshot is of a healthy cluster with this change. */
    Story then(Consumer<Snapshots> change, Alert... alerts) {
        Snapshots snapshot = healthyAt(now);
        change.accept(snapshot);
        ClusterReport report =
                new ClusterReport(Snapshots.config(), snapshot.build(), ClusterState.HEALTHY, List.of(alerts), false);
        events.addAll(Changes.between(memory, report));
        now = now.plus(INTERVAL);
        return this;
    }

    Story times(int rounds, Consumer<Snapshots> change) {
        for (int i = 0; i < rounds; i++) {
            then(change);
        }
        return this;
    }

    /** The memory is written down, and read back. */
    Story restarted() {
        memory = new EventMemory(memory.facts());
        return this;
    }

    EventMemory memory() {
        return memory;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    Event only() {
        if (events.size() != 1) {
            throw new AssertionError("expected one event: " + lines());
        }
        return events.get(0);
    }

    List<String> lines() {
        return events.stream()
                .map(event -> event.type().label() + ": " + event.sentence())
                .toList();
    }
}
