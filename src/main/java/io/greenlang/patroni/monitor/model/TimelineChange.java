package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code /history} beside the one before it, which alone tells whether the leader changed.
 *
 * @param formerLeader who led the timeline that ended; null when Patroni does not say
 */
public record TimelineChange(Entry entry, @Nullable String formerLeader, Kind kind) {

    /** {@code /history} itself never tells a switchover from a failover. */
    public enum Kind {
        /** Switchover or failover. */
        OTHER_LEADER,
        /** It crashed, or was cut off, and promoted itself again. */
        SAME_LEADER,
        UNKNOWN
    }

    /** Oldest first. */
    public static List<TimelineChange> of(TimelineHistory history) {
        List<TimelineChange> changes = new ArrayList<>();
        String before = null;
        for (Entry entry : history.entries()) {
            changes.add(new TimelineChange(entry, before, kind(before, entry.newLeader())));
            before = entry.newLeader();
        }
        return changes;
    }

    private static Kind kind(@Nullable String before, @Nullable String after) {
        if (before == null || after == null) {
            return Kind.UNKNOWN;
        }
        return before.equals(after) ? Kind.SAME_LEADER : Kind.OTHER_LEADER;
    }
}
