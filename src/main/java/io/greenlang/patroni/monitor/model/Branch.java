package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a standby's WAL relates to the leader's. A standby on an older timeline is merely behind as long as it has not
 * replayed beyond the point where the leader's ancestry left that timeline: it can follow, and its position can be compared.
 *
 * @param timeline of the standby; null when unknown
 * @param detail for people, such as {@code which left it at 0/5000, before this standby's 0/6000}; may be empty
 */
public record Branch(Relation relation, @Nullable Integer timeline, String detail) {

    private static final TimelineHistory UNREAD = new TimelineHistory(List.of());

    /** What is known of two timelines. */
    public enum Relation {
        SAME,
        /** On an ancestor, and not beyond it. */
        BEHIND,
        /** It has WAL that the leader never had. */
        DIVERGED,
        /** On another timeline; the history that is known does not tell where the two parted. */
        UNPLACED,
        /** The timeline of one of them is not known. */
        UNKNOWN
    }

    /** Against the leader of the snapshot. */
    public static Branch of(ClusterSnapshot snapshot, MemberObservation standby) {
        return of(snapshot.seen(), snapshot.facts().leadership().timeline(), standby);
    }

    /** @param leaders timeline of the leader; null when unknown */
    public static Branch of(Observation seen, @Nullable Integer leaders, MemberObservation standby) {
        Integer own = standby.timeline().orElse(null);
        if (own == null || leaders == null) {
            return new Branch(Relation.UNKNOWN, own, "");
        }
        if (own.equals(leaders)) {
            return new Branch(Relation.SAME, own, "");
        }
        if (own > leaders) {
            return new Branch(Relation.DIVERGED, own, "");
        }
        return ofOlder(
                own,
                replayed(standby).orElse(null),
                seen.dcs().history().value().orElse(UNREAD),
                standby.isTimelineOld());
    }

    private static Branch ofOlder(int own, @Nullable Lsn replayed, TimelineHistory history, boolean timelineMayBeOld) {
        Optional<Lsn> left = history.entries().stream()
                .filter(entry -> entry.endedTimeline() == own)
                .map(Entry::switchpoint)
                .findFirst();
        if (left.isEmpty()) {
            return isBetween(own, history)
                    ? new Branch(Relation.DIVERGED, own, "which does not descend from it")
                    : new Branch(Relation.UNPLACED, own, "");
        }
        if (replayed == null) {
            return new Branch(Relation.UNPLACED, own, "");
        }
        if (replayed.compareTo(left.get()) <= 0) {
            return new Branch(Relation.BEHIND, own, "");
        }
        String beyond = "which left it at " + left.get() + ", before this standby's " + replayed;
        return new Branch(timelineMayBeOld ? Relation.UNPLACED : Relation.DIVERGED, own, beyond);
    }

    /** The history may be cut at its beginning, and lacks the newest timeline for a moment; in between it is complete. */
    private static boolean isBetween(int timeline, TimelineHistory history) {
        return history.complete()
                && history.entries().stream().anyMatch(entry -> entry.endedTimeline() < timeline)
                && history.entries().stream().anyMatch(entry -> entry.endedTimeline() > timeline);
    }

    private static Optional<Lsn> replayed(MemberObservation standby) {
        return standby.postgres()
                .value()
                .map(facts -> facts.wal().replayLsn())
                .or(() -> standby.patroni().value().flatMap(PatroniStatus::replayedLocation));
    }

    /** The detail behind a comma, or nothing. */
    public String andDetail() {
        return detail.isEmpty() ? "" : ", " + detail;
    }
}
