package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.correlate.HistoryMemory.Remembered;
import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Leader changes: {@code /history}, which knows of times before the daemon's start, joined by timeline with what the daemon
 * saw itself, which knows who led before, how long nobody did, and whether it was planned.
 *
 * <p>An entry of {@code /history} counts as a change unless the same member led before; after a recovery to a point in time
 * only if another member is known to lead now. One per cluster, one thread at a time.
 */
final class LeaderLog {
    private static final Duration DAY = Duration.ofHours(24);
    private static final String NORMAL_PROMOTION = "no recovery target specified";

    private final WriteAvailability availability = new WriteAvailability();
    private final LeaderWatch watch = new LeaderWatch();
    private final HistoryMemory history = new HistoryMemory();
    private final PostmasterStarts starts = new PostmasterStarts();

    /** For the snapshot. */
    record Kept(
            Availability availability,
            LeaderWatch.Kept watch,
            HistoryMemory.Kept history,
            Map<String, List<Instant>> postmasterStarts) {}

    Kept keep() {
        return new Kept(availability.total(), watch.keep(), history.keep(), starts.keep());
    }

    /** @param at the end of the last round; null when what has passed since then can't be told */
    void restore(Kept kept, @Nullable Instant at) {
        availability.restore(kept.availability(), at);
        watch.restore(kept.watch());
        history.restore(kept.history());
        starts.restore(kept.postmasterStarts());
    }

    /** @param farthest two rounds that are farther apart say nothing of the time between */
    LeaderRecord record(Observation seen, Leadership now, Duration farthest) {
        watch.observe(seen, now);
        starts.observe(seen);
        List<Increment> increments = increments(history.update(seen.dcs().history(), ownTimeline(seen, now)));
        List<LeaderChange> known = changes(increments, seen.finished());
        Instant since = seen.finished().minus(DAY);
        List<LeaderChange> recent =
                known.stream().filter(change -> !change.at().isBefore(since)).toList();
        Availability total = availability.add(seen.finished(), now.hasLeader(), farthest);
        return new LeaderRecord(
                recent,
                recent.size(),
                timelineIncrements(increments, since, seen, now),
                known.isEmpty() ? null : known.get(known.size() - 1),
                total,
                availability.sinceStart());
    }

    /** A standby cluster is on that of another cluster, and has no history of it, be it the first or not. */
    private static @Nullable Integer ownTimeline(Observation seen, Leadership now) {
        return seen.config().standbyCluster() ? null : now.timeline();
    }

    /** A new timeline; {@code at} is null when nothing dates it, {@code own} when the daemon did not see the leader change. */
    private record Increment(
            int timeline,
            @Nullable Instant at,
            @Nullable String from,
            @Nullable String to,
            boolean normal,
            boolean restarted,
            @Nullable LeaderChange own) {
        /** One whose predecessor is unknown counts, unless the new leader itself crashed and came back just before. */
        boolean isLeaderChange() {
            return (from == null || to == null) ? normal && !restarted : !from.equals(to);
        }

        LeaderChange change(Instant at) {
            return own == null
                    ? new LeaderChange(at, timeline, from, to, null, Certainty.UNKNOWN)
                    : new LeaderChange(at, timeline, from, to, own.leaderless(), own.planned());
        }
    }

    private List<Increment> increments(List<Remembered> entries) {
        return IntStream.range(0, entries.size())
                .mapToObj(i -> increment(
                        i == 0 ? null : entries.get(i - 1),
                        entries.get(i),
                        i == entries.size() - 1 ? null : entries.get(i + 1)))
                .toList();
    }

    private Increment increment(@Nullable Remembered previous, Remembered remembered, @Nullable Remembered next) {
        int ended = remembered.entry().endedTimeline();
        int timeline = next == null ? watch.timelineAfter(ended) : next.entry().endedTimeline();
        remembered.began().ifPresent(began -> watch.promoted(timeline, began));
        String from = watch.leaderOf(ended)
                .orElse(previous == null ? null : previous.entry().newLeader());
        String to = Optional.ofNullable(remembered.entry().newLeader())
                .or(() -> watch.leaderOf(timeline))
                .orElse(null);
        Optional<LeaderChange> own = watch.changes().stream()
                .filter(change -> change.timeline() == timeline)
                .filter(change -> from != null && from.equals(change.from()))
                .findFirst();
        Instant at = remembered
                .began()
                .or(() -> own.map(LeaderChange::at))
                .or(remembered::firstSeen)
                .orElse(null);
        boolean normal = remembered.entry().reason().equals(NORMAL_PROMOTION);
        boolean restarted = to != null
                && remembered
                        .began()
                        .filter(began -> starts.isJustBefore(to, began))
                        .isPresent();
        return new Increment(timeline, at, from, to, normal, restarted, own.orElse(null));
    }

    /** Of both sources, oldest first; those that nothing dates are left out. A leader's clock that runs ahead is cut to now. */
    private List<LeaderChange> changes(List<Increment> increments, Instant now) {
        List<LeaderChange> changes = new ArrayList<>();
        for (Increment increment : increments) {
            if (increment.at() != null && increment.isLeaderChange()) {
                changes.add(increment.change(increment.at().isAfter(now) ? now : increment.at()));
            }
        }
        Set<Integer> told = increments.stream().map(Increment::timeline).collect(Collectors.toSet());
        watch.changes().stream()
                .filter(change -> !told.contains(change.timeline()))
                .forEach(changes::add);
        changes.sort(Comparator.comparing(LeaderChange::at).thenComparing(LeaderChange::timeline));
        return changes;
    }

    /** Unknown, not 0, when the history is empty although the timeline says that there is one: a standby cluster has none. */
    private static @Nullable Integer timelineIncrements(
            List<Increment> increments, Instant since, Observation seen, Leadership now) {
        boolean missing = increments.isEmpty() && now.timeline() != null && now.timeline() > 1;
        if (missing || !seen.dcs().history().isAnswered()) {
            return null;
        }
        return (int) increments.stream()
                .filter(increment -> increment.at() != null && !increment.at().isBefore(since))
                .count();
    }
}
