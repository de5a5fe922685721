package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.event.LeaderCost.LostWal;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another member leads and is writable. What that cost is known once {@code /history} has the end of the old timeline, which
 * Patroni writes up to a loop_wait after the promotion: the event waits for it, though not for ever.
 */
final class LeaderChanged implements Change {
    static final String SECONDS = "seconds_without_writable_leader";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.LEADER_CHANGE);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        LastLeader last = LastLeader.in(memory).orElse(null);
        if (last != null) {
            last.follow(memory, now);
        }
        Leadership leads = now.leadership();
        if (leads.hasLeader() != Certainty.YES || leads.leader() == null) {
            return List.of();
        }
        if (last == null) {
            LastLeader.remember(memory, leads.leader(), leads.timeline());
            return List.of();
        }
        boolean same = leads.isLeader(last.name());
        if (same && (leads.timeline() == null || leads.timeline().equals(last.timeline()))) {
            LastLeader.atWork(memory, now);
            return List.of();
        }
        if (leads.timeline() == null) {
            return List.of();
        }
        Instant first = LastLeader.succeeded(memory, now.at());
        if (!isHistoryWritten(now, last, leads.timeline())
                && Duration.between(first, now.at()).compareTo(PATIENCE) < 0) {
            return List.of();
        }
        // with what was followed in this very snapshot
        LastLeader former = LastLeader.in(memory).orElse(last);
        LastLeader.remember(memory, leads.leader(), leads.timeline());
        return changes(now, former, leads.leader(), leads.timeline(), first).stream()
                .map(change -> event(now, former, change))
                .toList();
    }

    private static boolean isHistoryWritten(Sight now, LastLeader last, int timeline) {
        return last.timeline() == null || timeline <= last.timeline() || switchpoint(now, last.timeline()) != null;
    }

    private static @Nullable Lsn switchpoint(Sight now, @Nullable Integer ended) {
        return now.snapshot().seen().dcs().history().value().map(TimelineHistory::entries).orElse(List.of()).stream()
                .filter(entry -> ended != null && entry.endedTimeline() == ended)
                .map(Entry::switchpoint)
                .findFirst()
                .orElse(null);
    }

    /** All since then, where they can be told apart; the last one in any case, unless the same member leads. */
    private static List<LeaderChange> changes(Sight now, LastLeader last, String leader, int timeline, Instant first) {
        int from = Objects.requireNonNullElse(last.timeline(), timeline);
        List<LeaderChange> all = new ArrayList<>(now.snapshot().facts().leaderRecord().changes().stream()
                .filter(change -> change.timeline() > from && change.timeline() <= timeline)
                .toList());
        String newest = all.isEmpty() ? last.name() : all.get(all.size() - 1).to();
        if (!leader.equals(newest)) {
            all.add(new LeaderChange(first, timeline, newest, leader, null, Certainty.UNKNOWN));
        }
        return all;
    }

    private static Event event(Sight now, LastLeader last, LeaderChange change) {
        boolean ofLast = last.name().equals(change.from());
        LostWal lost = new LostWal(
                ofLast ? switchpoint(now, last.timeline()) : null,
                ofLast && last.position() != null && isOfItsTimeline(last)
                        ? last.position().lsn()
                        : null,
                change.planned(),
                ofLast && change.to() != null && last.guarded().contains(change.to()));
        boolean grown = last.timeline() != null && change.timeline() > last.timeline();
        Data data = new Data()
                .with("from", change.from())
                .with("to", change.to())
                .with("planned", change.planned().asBoolean())
                .with("timeline_before", ofLast ? last.timeline() : null)
                .with("timeline", change.timeline())
                .seconds(SECONDS, change.leaderless());
        if (grown) {
            lost.into(data);
        }
        return now.event(
                change.at(),
                EventType.LEADER_CHANGE,
                change.to(),
                sentence(change, ofLast ? last.timeline() : null) + (grown ? "; " + lost.words() : ""),
                data);
    }

    private static boolean isOfItsTimeline(LastLeader last) {
        return last.position() != null
                && Objects.equals(last.timeline(), last.position().timeline());
    }

    private static String sentence(LeaderChange change, @Nullable Integer before) {
        String how = switch (change.planned()) {
            case YES -> " in a planned switchover";
            case NO -> " in a failover, which was not planned";
            case UNKNOWN -> " (planned or not is unknown)";
        };
        String timelines = before == null || before == change.timeline()
                ? ", timeline " + change.timeline()
                : ", timeline " + before + " to " + change.timeline();
        return named(change.to()) + " took over from " + named(change.from()) + how + timelines
                + (change.leaderless() == null
                        ? ""
                        : ", " + Figures.time(change.leaderless()) + " without a writable leader");
    }

    private static String named(@Nullable String member) {
        return Objects.requireNonNullElse(member, "an unknown member");
    }
}
