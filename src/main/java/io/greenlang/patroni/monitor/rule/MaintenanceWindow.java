package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody works on the cluster: it is paused, or a switchover is scheduled. For a bounded time only, because a
 * forgotten pause must not silence the pager for ever. Remembers since when the cluster is paused, as far as it watched;
 * one thread at a time.
 */
final class MaintenanceWindow {
    private @Nullable Instant pausedSince;

    /** @param window after the first sight of the pause, and on both sides of the switchover */
    boolean isOpen(ClusterSnapshot picture, Duration window) {
        boolean paused = isRecentlyPaused(picture, window);
        return paused || isNearSwitchover(picture, window);
    }

    /** A picture without a witness neither begins nor ends a pause. */
    private boolean isRecentlyPaused(ClusterSnapshot picture, Duration window) {
        if (picture.seen().isPaused()) {
            pausedSince = pausedSince == null ? picture.at() : pausedSince;
        } else if (picture.seen().tellsWhetherPaused()) {
            pausedSince = null;
        }
        return pausedSince != null && pausedSince.plus(window).isAfter(picture.at());
    }

    private static boolean isNearSwitchover(ClusterSnapshot picture, Duration window) {
        return picture.seen()
                .dcs()
                .view()
                .value()
                .map(ClusterView::scheduledSwitchover)
                .flatMap(planned -> Optional.ofNullable(planned.at()))
                .map(at -> Duration.between(picture.at(), at).abs().compareTo(window) < 0)
                .orElse(false);
    }
}
