package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody led before that nobody lists any more. A member whose Patroni died leaves {@code /cluster} after the ttl,
 * and its PostgreSQL may write on; who did not watch knows of it only what the new leader's history leaves out. Pure.
 */
final class FormerLeader {
    /** After that a former leader that left was taken away on purpose. */
    static final Duration RECENT = Duration.ofHours(24);

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private FormerLeader() {}

    /**
     * Why the former leader can't be accounted for, for people; empty when it can, or when the last promotion is long ago.
     * It can when it is a known member by name, when a member still writes on its timeline, which the division of the cluster
     * tells, or when a standby was started after the promotion: a former primary must restart to follow, the other standbys
     * need not.
     *
     * @param change the last one on record; it names who led before where somebody watched it, and the history does not
     */
    static Optional<String> unaccounted(
            Observation seen, Leadership leadership, @Nullable LeaderChange change, int expectedMembers) {
        List<Entry> entries =
                seen.dcs().history().value().map(TimelineHistory::entries).orElse(List.of());
        Integer timeline = leadership.timeline();
        if (timeline == null
                || !seen.dcs().history().isAnswered()
                || seen.config().standbyCluster()
                || isComplete(seen, expectedMembers)) {
            return Optional.empty();
        }
        if (isNotWrittenYet(entries, timeline)) {
            return Optional.of("timeline %d is not in /history yet, so that nobody is known to have led before it"
                    .formatted(timeline));
        }
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Entry last = entries.get(entries.size() - 1);
        Instant began = last.began();
        boolean recent = began != null && !began.plus(RECENT).isBefore(seen.finished());
        if (began == null || !recent || last.endedTimeline() >= timeline) {
            return Optional.empty();
        }
        String former = entries.stream()
                .filter(entry -> entry.endedTimeline() == last.endedTimeline() - 1)
                .findFirst()
                .map(Entry::newLeader)
                .orElseGet(() -> watched(change, timeline));
        boolean accounted = former == null
                ? seen.members().stream()
                        .anyMatch(member -> hasRejoined(member, began, leadership)
                                || writesOn(last.endedTimeline(), member, leadership))
                : seen.member(former).isPresent();
        return accounted
                ? Optional.empty()
                : Optional.of("%s led timeline %d until %s and is no longer in the DCS; it may still accept writes"
                        .formatted(
                                former == null ? "an unknown member" : former,
                                last.endedTimeline(),
                                seen.wall().shows(began).truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Everybody who should be there is listed and answers. */
    private static boolean isComplete(Observation seen, int expectedMembers) {
        return expectedMembers > 0
                && seen.members().stream()
                                .filter(member -> member.presence().listed() && member.isReadable())
                                .count()
                        >= expectedMembers;
    }

    /** The new leader writes it up to a loop_wait after its promotion. After a gap in the numbers Patroni gives it no date, ever. */
    private static boolean isNotWrittenYet(List<Entry> entries, int timeline) {
        if (entries.isEmpty()) {
            return timeline > 1;
        }
        Entry last = entries.get(entries.size() - 1);
        return last.began() != null && last.endedTimeline() + 1 < timeline;
    }

    private static @Nullable String watched(@Nullable LeaderChange change, int timeline) {
        return change != null && change.timeline() == timeline ? change.from() : null;
    }

    private static boolean writesOn(int timeline, MemberObservation member, Leadership leadership) {
        return leadership.division().certainty() == Certainty.YES
                && leadership.writable().contains(member.name())
                && member.timeline().filter(own -> own == timeline).isPresent();
    }

    /** A standby that was started since. */
    private static boolean hasRejoined(MemberObservation member, Instant promotion, Leadership leadership) {
        return !leadership.isLeader(member.name())
                && PostmasterStarts.of(member)
                        .filter(at -> at.isAfter(promotion.minus(CLOCK_TOLERANCE)))
                        .isPresent();
    }
}
