package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.util.ArrayList;
import java.util.List;

/** Every kind of change, once. */
public final class Changes {
    /** Some look at what others before them remember: a restart at who leads and who is down. */
    static final List<Change> ALL = List.of(
            new ClusterConditions.Blindness(),
            new LeaderChanged(),
            new SwitchoverPlan(),
            new ClusterConditions.SplitBrain(),
            new Reachability(),
            new ClusterConditions.Pause(),
            new MemberHealth(),
            new PostgresStart(),
            new PatroniRelease(),
            new ConfigurationChange(),
            new SlotHealth(),
            new BackupChange(),
            new AlertChange());

    private Changes() {}

    /**
     * What has happened, as the report shows it.
     *
     * @param memory of this cluster; takes in what is known now
     * @return none before the first poll
     */
    public static List<Event> between(EventMemory memory, ClusterReport now) {
        List<Event> events = new ArrayList<>();
        now.snapshot().ifPresent(snapshot -> {
            Sight sight = new Sight(now, snapshot);
            ALL.forEach(change -> events.addAll(change.between(memory, sight)));
        });
        return List.copyOf(events);
    }
}
