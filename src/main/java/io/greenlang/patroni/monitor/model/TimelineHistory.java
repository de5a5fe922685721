package io.greenlang.patroni.monitor.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /history}: the ancestry of the current timeline, oldest first. Timeline increments, not failovers: a leader
 * that crashes and promotes itself again has an entry, too.
 *
 * @param complete no entry was left out because it could not be read
 * @param leftOut older entries, which are more than the configuration takes
 */
public record TimelineHistory(List<Entry> entries, boolean complete, int leftOut) {
    public TimelineHistory {
        entries = List.copyOf(entries);
    }

    /** All entries could be read. */
    public TimelineHistory(List<Entry> entries) {
        this(entries, true, 0);
    }

    /**
     * @param endedTimeline the timeline that ended; the new one is usually the next number
     * @param switchpoint where the new timeline branched off
     * @param reason PostgreSQL's text; {@code no recovery target specified} after every normal promotion
     * @param began when the new timeline began, by the new leader's clock; often missing
     * @param newLeader who led the new timeline (Patroni 2.1.1 and later); often missing
     */
    public record Entry(
            int endedTimeline,
            Lsn switchpoint,
            String reason,
            @Nullable Instant began,
            @Nullable String newLeader) {
        private Entry correctedBy(ClockOffset wall) {
            return new Entry(endedTimeline, switchpoint, reason, began == null ? null : wall.when(began), newLeader);
        }
    }

    /** The same by the daemon's clock. Of hosts that led in the past nobody knows how their clocks were. */
    public TimelineHistory correctedBy(ClockOffset wall) {
        return new TimelineHistory(
                entries.stream().map(entry -> entry.correctedBy(wall)).toList(), complete, leftOut);
    }
}
