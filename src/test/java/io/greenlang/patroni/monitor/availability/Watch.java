package io.greenlang.patroni.monitor.availability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.testing.BackupSamples;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A ledger, and a cluster that is watched while its clocks go on. */
final class Watch {
    private static final ObjectMapper JSON = new ObjectMapper();

    Ledger ledger = new Ledger();
    private Instant now;
    private Duration wallAhead = Duration.ZERO;
    private Availability total = Availability.NONE;
    private final List<Event> happened = new ArrayList<>();
    private Function<Instant, Backups> backups = BackupSamples::daily;

    private Watch(Instant begin) {
        now = begin;
    }

    static Watch from(String begin) {
        return new Watch(Instant.parse(begin)).look();
    }

    Watch writable(Duration time) {
        return pass(time, new Availability(time, Duration.ZERO, Duration.ZERO));
    }

    Watch notWritable(Duration time) {
        return pass(time, new Availability(Duration.ZERO, time, Duration.ZERO));
    }

    Watch unobserved(Duration time) {
        return pass(time, new Availability(Duration.ZERO, Duration.ZERO, time));
    }

    private Watch pass(Duration time, Availability more) {
        now = now.plus(time);
        total = total.plus(more);
        return look();
    }

    /** The wall clock is set, at the next look. */
    Watch wallSet(Duration by) {
        wallAhead = wallAhead.plus(by);
        return this;
    }

    Watch backups(Function<Instant, Backups> seen) {
        backups = seen;
        return this;
    }

    /** Told at the next look. */
    Watch event(String at, EventType type, Object... data) {
        Map<String, Object> all = new TreeMap<>();
        for (int i = 0; i < data.length; i += 2) {
            all.put((String) data[i], data[i + 1]);
        }
        happened.add(new Event(Instant.parse(at), Snapshots.CLUSTER, type, null, "it happened", all));
        return this;
    }

    Watch failover(String at, double leaderless, Object... more) {
        List<Object> data = new ArrayList<>(List.of("planned", false, "seconds_without_writable_leader", leaderless));
        data.addAll(List.of(more));
        return event(at, EventType.LEADER_CHANGE, data.toArray());
    }

    Watch look() {
        ledger.take(
                new ClusterReport(
                        Snapshots.config(),
                        Snapshots.healthy()
                                .at(now)
                                .wall(new ClockOffset(wallAhead))
                                .availability(total)
                                .backups(backups)
                                .build(),
                        ClusterState.HEALTHY,
                        List.of(),
                        false),
                List.copyOf(happened));
        happened.clear();
        return this;
    }

    /** The ledger is written down, and read back. */
    Watch restarted() {
        ledger = Ledger.of(json(ledger.keep()));
        return this;
    }

    static Object json(Object kept) {
        try {
            return JSON.readValue(JSON.writeValueAsString(kept), Object.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Such as {@code 2026-11-22 PT1H PT0S PT0S}. */
    List<String> days() {
        return ledger.watched().days().stream()
                .map(day -> day.date() + " " + day.time().writable() + " "
                        + day.time().notWritable() + " " + day.time().unobserved())
                .toList();
    }

    AvailabilityReport report(String since) {
        return AvailabilityReport.of(Snapshots.CLUSTER, ledger.watched(), Instant.parse(since), now.plus(wallAhead));
    }
}
