package io.greenlang.patroni.monitor.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that an event can be about. The list is closed, and labels are stable: journals and dashboards hold them. */
public enum EventType {
    LEADER_CHANGE(
            true, "Another member became leader: planned or not, for how long nobody led, and what WAL was lost."),
    MEMBER_DOWN(true, "A member's Patroni or PostgreSQL stopped working, with the diagnosis."),
    MEMBER_BACK(false, "A member that was down works again."),
    INCIDENT(false, "A failover or an outage is over; its data is the record."),
    SPLIT_BRAIN_BEGIN(true, "More than one member accepts writes (split brain)."),
    SPLIT_BRAIN_END(false, "One history is being written again, and that is proved."),
    DCS_LOST(
            true,
            "No member that answers reaches the DCS, or the monitor can't read it and the leader goes on in failsafe mode."),
    DCS_BACK(false, "A member reaches the DCS again."),
    PAUSED(false, "Maintenance mode began: no automatic failover."),
    RESUMED(false, "Maintenance mode ended."),
    SWITCHOVER_SCHEDULED(false, "A switchover was scheduled, or its time was changed."),
    SWITCHOVER_CANCELLED(false, "A scheduled switchover was deleted before it was due, or was due and did not happen."),
    SWITCHOVER_DONE(false, "A scheduled switchover was carried out, or may have been: the sentence says so."),
    POSTGRES_RESTARTED(false, "PostgreSQL of a member was restarted, outside of a leader change."),
    POSTGRES_UPGRADED(false, "PostgreSQL of a member runs another version than before."),
    PATRONI_RESTARTED(false, "Patroni of a member was away for a moment while its PostgreSQL ran on."),
    PATRONI_UPGRADED(false, "Patroni of a member runs another version than before."),
    CONFIGURATION_CHANGED(false, "The dynamic configuration (patronictl edit-config) changed: which keys, from, to."),
    SLOT_LOST(true, "A replication slot lost WAL that its reader needs."),
    BACKUP_FINISHED(false, "pgBackRest lists a new backup."),
    BACKUP_FAILED(true, "pgBackRest fails, or reports a problem with what it holds."),
    ALERT_FIRES(true, "An alert of the monitor's own rules began to fire."),
    ALERT_ENDS(false, "An alert no longer fires."),
    MONITOR_STARTED(false, "The monitor began to watch the cluster."),
    MONITOR_STOPPED(false, "The monitor stopped watching the cluster."),
    MONITOR_BLIND(true, "The monitor can't read any member of the cluster."),
    MONITOR_SEES_AGAIN(false, "The monitor can read a member again."),
    MONITOR_GAP(true, "The monitor did not watch the cluster for some time, so that events of that time are missing.");

    private final boolean trouble;
    private final String meaning;

    EventType(boolean trouble, String meaning) {
        this.trouble = trouble;
        this.meaning = meaning;
    }

    /** In JSON, the journal, metrics and options. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Something that somebody on call wants to know of. */
    public boolean isTrouble() {
        return trouble;
    }

    /** One line of documentation. */
    public String meaning() {
        return meaning;
    }

    /** Empty for a label of no event, or of another version's. */
    public static Optional<EventType> of(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equals(label))
                .findFirst();
    }
}
