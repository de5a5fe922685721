package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import io.greenlang.patroni.monitor.model.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a member shows of the leader lock, held against the lock itself. They are read at slightly different times, so that around a leader
 * change they may differ for a round; what goes on for a loop_wait is told. One per cluster, one thread at a time.
 */
final class LockDispute {
    private @Nullable Instant since;

    /** For people; empty while both say the same, or one of them can't be read. */
    Optional<String> look(Observation seen) {
        DcsState direct = seen.dcs().direct();
        Optional<ClusterView> view = seen.dcs().view().value();
        String viewer = seen.dcs().viewedBy();
        if (!direct.keys().isAnswered() || view.isEmpty()) {
            since = null;
            return Optional.empty();
        }
        String owner = direct.lock().map(Lock::owner).orElse(null);
        String shown = view.flatMap(ClusterView::leader).map(ListedMember::name).orElse(null);
        if (Objects.equals(owner, shown)) {
            since = null;
            return Optional.empty();
        }
        Instant first = Objects.requireNonNullElse(since, seen.finished());
        since = first;
        Duration lasted = Duration.between(first, seen.finished());
        return lasted.compareTo(seen.config().timing().loopWait()) < 0
                ? Optional.empty()
                : Optional.of("In the DCS %s; %s shows %s."
                        .formatted(
                                owner == null ? "nobody holds the leader lock" : owner + " holds the leader lock",
                                viewer == null ? "a seed" : viewer,
                                shown == null ? "no leader" : shown + " as leader"));
    }
}
