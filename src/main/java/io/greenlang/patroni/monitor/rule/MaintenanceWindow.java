package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody works on the cluster: it is paused, or a switchover is scheduled. For a bounded time only, because a
 * forgotten pause must not silence the pager for ever. Remembers since when the cluster is paused, as far as it watched, and
 * the last schedule that was seen; one thread at a time.
 */
final class MaintenanceWindow {
    private @Nullable Instant pausedSince;
    private @Nullable Instant scheduled;

    /** For the snapshot. */
    record Kept(@Nullable Instant pausedSince, @Nullable Instant scheduled) {}

    Kept keep() {
        return new Kept(pausedSince, scheduled);
    }

    void restore(Kept kept) {
        pausedSince = kept.pausedSince();
        scheduled = kept.scheduled();
    }

    /** @param window after the first sight of the pause, and on both sides of the switchover */
    boolean isOpen(ClusterSnapshot snapshot, Duration window) {
        boolean paused = isRecentlyPaused(snapshot, window);
        return paused || isNearSwitchover(snapshot, window);
    }

    /** A snapshot without a witness neither begins nor ends a pause. */
    private boolean isRecentlyPaused(ClusterSnapshot snapshot, Duration window) {
        if (snapshot.seen().isPaused()) {
            pausedSince = pausedSince == null ? snapshot.at() : pausedSince;
        } else if (snapshot.seen().tellsWhetherPaused()) {
            pausedSince = null;
        }
        return pausedSince != null && pausedSince.plus(window).isAfter(snapshot.at());
    }

    private boolean isNearSwitchover(ClusterSnapshot snapshot, Duration window) {
        scheduled = newest(snapshot);
        return scheduled != null
                && Duration.between(snapshot.at(), scheduled).abs().compareTo(window) < 0;
    }

    /**
     * A snapshot without the DCS neither schedules nor cancels. Patroni deletes a schedule when it carries it out, so one that
     * is due by then stays.
     */
    private @Nullable Instant newest(ClusterSnapshot snapshot) {
        if (!snapshot.seen().dcs().view().isAnswered()) {
            return scheduled;
        }
        boolean due = scheduled != null && !scheduled.isAfter(snapshot.at());
        return snapshot.seen().dcs().scheduledSwitchover().orElse(due ? scheduled : null);
    }
}
