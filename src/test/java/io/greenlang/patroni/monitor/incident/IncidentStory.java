package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.Changes;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventMemory;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailoverCost;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.FailoverForecast.Option;
import io.greenlang.patroni.monitor.model.FailoverForecast.Prospect;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Snapshots one after the other, five seconds apart, and the records that they make. */
final class IncidentStory {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final EventMemory events = new EventMemory();
    private IncidentMemory memory = new IncidentMemory();
    private final List<Event> records = new ArrayList<>();
    private @Nullable Incident open;
    private Instant now = Snapshots.NOON;

    IncidentStory then(Consumer<Snapshots> change) {
        Snapshots snapshot = Snapshots.healthy().at(now).forecast(FORETOLD);
        change.accept(snapshot);
        ClusterReport report =
                new ClusterReport(Snapshots.config(), snapshot.build(), ClusterState.HEALTHY, List.of(), false);
        Incidents.Told told = Incidents.follow(memory, report, Changes.between(events, report));
        open = told.incident();
        if (told.closed() != null) {
            records.add(told.closed());
        }
        now = now.plus(INTERVAL);
        return this;
    }

    IncidentStory times(int rounds, Consumer<Snapshots> change) {
        for (int i = 0; i < rounds; i++) {
            then(change);
        }
        return this;
    }

    IncidentStory wait(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** The memory is written down, and read back. */
    IncidentStory restarted() {
        memory = IncidentMemory.of(memory.keep(), now, INTERVAL);
        return this;
    }

    IncidentStory interrupted() {
        memory.interrupted(new Event(
                now, Snapshots.CLUSTER, EventType.MONITOR_GAP, null, "The monitor did not watch for 5 s", Map.of()));
        return this;
    }

    IncidentMemory memory() {
        return memory;
    }

    @Nullable Incident open() {
        return open;
    }

    /** Of those that are complete. */
    List<Incident> records() {
        return records.stream()
                .map(event -> IncidentJson.read(event.data()).orElseThrow())
                .toList();
    }

    List<Event> told() {
        return List.copyOf(records);
    }

    private static final FailoverForecast FORETOLD = new FailoverForecast(
            "node1",
            true,
            List.of(
                    new Option(
                            "node2",
                            new FailoverCost.Known(
                                    0, 2_048L, Duration.ZERO, Duration.ofSeconds(1), Snapshots.NOON, true, false),
                            Prospect.CHOSEN,
                            null),
                    new Option(
                            "node3",
                            new FailoverCost.Unknown("not read"),
                            Prospect.EXCLUDED,
                            "its tag nofailover is set")),
            null);

    static void withoutLeader(Snapshots snapshot) {
        snapshot.leader(null, Certainty.NO)
                .leaderTimeline(null)
                .member("node1", member -> member.unreadable(FailureKind.REFUSED))
                .diagnosis("node1", Diagnosis.PROCESSES_DOWN);
    }

    static void unreadable(Snapshots snapshot) {
        snapshot.leader(null, Certainty.UNKNOWN).leaderTimeline(null);
    }

    /** On timeline 5, and nobody follows yet. */
    static Consumer<Snapshots> node2Leads(Certainty planned) {
        return snapshot -> snapshot.leader("node2", Certainty.YES)
                .writable("node2")
                .leaderTimeline(5)
                .history(Snapshots.ended(3), Snapshots.ended(4, new Lsn(Member.POSITION.bytes() - 1_500_000)))
                .changes(new LeaderChange(
                        snapshot.build().at(), 5, "node1", "node2", Duration.ofMillis(12_340), planned));
    }

    /** After node2, and both others stream from it. */
    static Consumer<Snapshots> node3LeadsAsPlanned() {
        Lsn end = Member.POSITION;
        return snapshot -> snapshot.leader("node3", Certainty.YES)
                .member("node1", member -> member.receiver("streaming").timeline(6, 6))
                .member("node2", member -> member.receiver("streaming").timeline(6, 6))
                .writable("node3")
                .leaderTimeline(6)
                .history(
                        Snapshots.ended(3),
                        Snapshots.ended(4, new Lsn(end.bytes() - 1_500_000)),
                        Snapshots.ended(5, new Lsn(end.bytes() + 100)))
                .changes(new LeaderChange(
                        snapshot.build().at(), 6, "node2", "node3", Duration.ofSeconds(1), Certainty.YES));
    }

    /** Both others stream from it. */
    static Consumer<Snapshots> andFollowed(Consumer<Snapshots> leads) {
        return leads.andThen(snapshot -> List.of("node1", "node3")
                .forEach(name -> snapshot.member(
                        name, member -> member.receiver("streaming").timeline(5, 5))));
    }
}
