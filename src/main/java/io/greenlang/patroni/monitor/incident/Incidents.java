package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a cluster from report to report. An incident begins when nobody leads, or another one does; it ends when a leader is
 * at work and every member follows it, or when that has taken too long.
 */
public final class Incidents {
    /** For what comes a moment later: the other standbys, the event of the leader change. */
    private static final Duration SETTLES = Duration.ofSeconds(20);
    /** An event of a leader change comes within 30 s. */
    private static final Duration TOLD_WITHIN = Duration.ofMinutes(1);
    /** After that the record is closed, and says who does not follow. */
    private static final Duration FOLLOWED_WITHIN = Duration.ofMinutes(10);

    /** What takes longer belongs on record, planned or not. */
    private static final Duration ROUTINE_TAKES = Duration.ofSeconds(30);

    private Incidents() {}

    /**
     * What is on record after a report.
     *
     * @param incident null when nothing goes on
     * @param closed the event that tells of the record, which is complete now; null when none is
     */
    public record Told(
            @Nullable Incident incident, @Nullable Event closed) {}

    /**
     * @param memory of this cluster; takes in what is known now
     * @param happened the events that this report gave rise to
     */
    public static Told follow(IncidentMemory memory, ClusterReport report, List<Event> happened) {
        return report.snapshot()
                .map(snapshot -> follow(memory, report, snapshot, happened))
                .orElse(new Told(null, null));
    }

    private static Told follow(
            IncidentMemory memory, ClusterReport report, ClusterSnapshot snapshot, List<Event> happened) {
        Leadership leads = snapshot.facts().leadership();
        OpenIncident open = memory.open;
        if (open == null && isBegin(memory, leads)) {
            Normal before = memory.normal();
            open = OpenIncident.after(before == null ? Normal.unseen(snapshot) : before);
            Moments.tellBegin(open);
            for (Event event : memory.recent()) {
                Moments.tell(open, event);
            }
            memory.open = open;
        }
        Normal last = open == null ? null : memory.normal();
        if (leads.hasLeader() == Certainty.YES && leads.leader() != null) {
            memory.isNormal(snapshot);
        }
        memory.remember(happened);
        return open == null ? new Told(null, null) : goOn(memory, open, last, report, snapshot, happened);
    }

    /** Without a leader that was ever seen, only that nobody leads is known. */
    private static boolean isBegin(IncidentMemory before, Leadership now) {
        return switch (now.hasLeader()) {
            case NO -> !now.blind();
            case YES -> before.isFollowedBy(now);
            case UNKNOWN -> false;
        };
    }

    private static Told goOn(
            IncidentMemory memory,
            OpenIncident open,
            @Nullable Normal last,
            ClusterReport report,
            ClusterSnapshot snapshot,
            List<Event> happened) {
        Leadership leads = snapshot.facts().leadership();
        Moments.tell(open, snapshot);
        for (Event event : happened) {
            Moments.tell(open, event);
            if (event.type() == EventType.LEADER_CHANGE) {
                open.changed(event);
            }
        }
        if (leads.hasLeader() == Certainty.YES) {
            if (last != null && last.isFollowedBy(leads)) {
                open.lost(last.at());
            }
            open.works(snapshot.at());
        } else if (leads.hasLeader() == Certainty.NO) {
            open.lost(last == null ? snapshot.at() : last.at());
        }
        boolean ended = isEnd(open, snapshot);
        Incident incident = new IncidentRecord(open, memory.normal(), report, snapshot).at(ended);
        if (!ended) {
            return new Told(incident, null);
        }
        memory.close();
        return new Told(null, isRoutine(incident) ? null : IncidentRecord.event(incident));
    }

    /**
     * A switchover as planned, or a restart of the leader: an event of its own says all that there is to say. A leader that
     * crashed and came back is neither.
     */
    private static boolean isRoutine(Incident incident) {
        Double seconds = incident.outage().seconds();
        if (seconds == null || seconds > ROUTINE_TAKES.toSeconds()) {
            return false;
        }
        return switch (incident.kind()) {
            case SWITCHOVER -> true;
            case OUTAGE ->
                incident.moments().stream()
                        .noneMatch(moment -> EventType.of(moment.what())
                                .filter(EventType::isTrouble)
                                .isPresent());
            case FAILOVER, LEADER_CHANGE -> false;
        };
    }

    private static boolean isTold(List<Event> changes, Leadership leads) {
        return !changes.isEmpty()
                && leads.isLeader(String.valueOf(changes.get(changes.size() - 1).member()));
    }

    private static boolean isEnd(OpenIncident open, ClusterSnapshot snapshot) {
        Duration restored = open.restoredFor(snapshot.at());
        Leadership leads = snapshot.facts().leadership();
        if (restored == null || leads.hasLeader() != Certainty.YES || restored.compareTo(SETTLES) < 0) {
            return false;
        }
        boolean awaited = open.before.isFollowedBy(leads) && !isTold(open.changes(), leads);
        if (awaited && restored.compareTo(TOLD_WITHIN) < 0) {
            return false;
        }
        return Following.strays(snapshot).isEmpty() || restored.compareTo(FOLLOWED_WITHIN) >= 0;
    }
}
