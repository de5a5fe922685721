package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who led which timeline, and the changes between, as the daemon saw them itself. A new leader counts from the round in which it
 * is writable and its timeline known. One per cluster, one thread at a time.
 */
final class LeaderWatch {
    private static final Duration MEMORY = Duration.ofDays(7);
    private static final int TIMELINES = 100;

    private final TreeMap<Integer, String> leaders = new TreeMap<>();
    private final List<LeaderChange> changes = new ArrayList<>();
    private @Nullable String leader;
    private @Nullable LeaderTransition handover;
    private @Nullable ScheduledSwitchover announced;
    /** Before which the newest change can't have ended; null once its end is known better, or after a restart. */
    private @Nullable Instant notBefore;

    /** For the snapshot. A change that is under way is not in it: across a gap nobody can tell how it went. */
    record Kept(
            Map<Integer, String> leaders,
            List<LeaderChange> changes,
            @Nullable String leader,
            @Nullable ScheduledSwitchover announced) {}

    Kept keep() {
        return new Kept(new TreeMap<>(leaders), List.copyOf(changes), leader, announced);
    }

    void restore(Kept kept) {
        leaders.putAll(kept.leaders());
        changes.addAll(kept.changes());
        leader = kept.leader();
        announced = kept.announced();
    }

    void observe(Observation seen, Leadership now) {
        announced = announced(seen);
        changes.removeIf(change -> change.at().isBefore(seen.finished().minus(MEMORY)));
        boolean leads = now.hasLeader() == Certainty.YES;
        boolean sameLeads = leads && leader != null && now.isLeader(leader);
        if (handover != null && !sameLeads) {
            handover.watch(seen, now);
        }
        if (leads && now.leader() != null && (sameLeads || now.timeline() != null)) {
            leads(now.leader(), now.timeline(), seen);
        }
    }

    /** @param timeline may be null only for the leader that led before */
    private void leads(String name, @Nullable Integer timeline, Observation seen) {
        if (handover != null && timeline != null && !name.equals(leader)) {
            changes.add(handover.end(name, timeline, seen.finished()));
            notBefore = handover.lastWithout();
        }
        leader = name;
        handover = new LeaderTransition(name, seen, announced, handover);
        if (timeline != null) {
            leaders.tailMap(timeline, false).clear();
            leaders.put(timeline, name);
        }
        if (leaders.size() > TIMELINES) {
            leaders.pollFirstEntry();
        }
    }

    /**
     * {@code /history} dates the promotion to this timeline: the outage ended then, not in the round that saw so. A date that
     * contradicts the rounds is by a clock that is wrong, and counts for nothing.
     */
    void promoted(int timeline, Instant at) {
        LeaderChange newest = changes.isEmpty() ? null : changes.get(changes.size() - 1);
        if (newest == null || notBefore == null || newest.timeline() != timeline || newest.leaderless() == null) {
            return;
        }
        if (at.isAfter(notBefore) && at.isBefore(newest.at())) {
            Duration late = Duration.between(at, newest.at());
            changes.set(
                    changes.size() - 1,
                    new LeaderChange(
                            newest.at(),
                            timeline,
                            newest.from(),
                            newest.to(),
                            newest.leaderless().minus(late),
                            newest.planned()));
        }
        notBefore = null;
    }

    /** Patroni deletes the schedule when it carries it out, so one that is due is kept until the next one. */
    private @Nullable ScheduledSwitchover announced(Observation seen) {
        Optional<ClusterView> view = seen.dcs().view().value();
        if (view.isEmpty() || view.get().scheduledSwitchover() != null) {
            return view.map(ClusterView::scheduledSwitchover).orElse(announced);
        }
        boolean due =
                announced != null && announced.at() != null && !announced.at().isAfter(seen.finished());
        return due ? announced : null;
    }

    /** The last leader seen on this timeline. */
    Optional<String> leaderOf(int timeline) {
        return Optional.ofNullable(leaders.get(timeline));
    }

    /** The first timeline above {@code ended} on which a leader was seen, else simply the next number. */
    int timelineAfter(int ended) {
        Integer seen = leaders.higherKey(ended);
        return seen != null ? seen : ended + 1;
    }

    /** To another leader, at most a week old, oldest first. */
    List<LeaderChange> changes() {
        return List.copyOf(changes);
    }
}
