package io.greenlang.patroni.monitor.rule;

import java.util.Comparator;
import java.util.List;

/** In which order alerts are to be read: what is worse, and among equals what can wait less. */
final class Urgency {
    /** First what loses data now, then what keeps clients from writing, then what will soon, then everything else. */
    private static final List<String> FIRST = List.of(
                    LeaderRules.SPLIT_BRAIN,
                    LeaderRules.NO_LEADER,
                    DcsHealthRule.UNHEALTHY,
                    DcsRules.READ_ONLY,
                    DcsRules.DCS_STALE,
                    MemberRules.CLUSTER_BLIND,
                    EndpointRules.DOWN,
                    EndpointRules.MISROUTED,
                    HousekeepingRules.CHECKSUM_FAILURES,
                    MemberRules.MEMBER_DOWN,
                    MonitorRules.POLL_FAILING,
                    CapacityRules.DISK_USAGE,
                    CapacityRules.CONNECTION_USAGE,
                    HousekeepingRules.XID_WRAPAROUND)
            .stream()
            .map(Rule::name)
            .toList();

    /** Firing before pending, then critical before warning. */
    static final Comparator<Alert> WORST_FIRST = Comparator.comparing(Alert::isFiring, Comparator.reverseOrder())
            .thenComparing(Alert::severity, Comparator.reverseOrder())
            .thenComparing(alert -> place(alert.name()))
            .thenComparing(Alert::name)
            .thenComparing(Alert::member, Comparator.nullsFirst(Comparator.naturalOrder()));

    private Urgency() {}

    private static int place(String name) {
        int place = FIRST.indexOf(name);
        return place < 0 ? FIRST.size() : place;
    }
}
