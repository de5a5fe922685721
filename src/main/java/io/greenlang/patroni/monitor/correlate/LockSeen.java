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
 * The leader lock: as the DCS itself has it, where that is read and answers; else as a member shows it. The lock itself
 * outranks hearsay, which may be a member's cached or cut off view.
 *
 * @param isKnown somebody has told of it
 * @param owner null when nobody holds it, or that is not known
 */
record LockSeen(boolean isKnown, @Nullable String owner) {
    static LockSeen in(Observation seen) {
        DcsState direct = seen.dcs().direct();
        if (direct.keys().isAnswered()) {
            return new LockSeen(true, direct.lock().map(Lock::owner).orElse(null));
        }
        return new LockSeen(seen.dcs().view().isAnswered(), shown(seen));
    }

    /** By a member; null for no leader, and where none shows the DCS. */
    private static @Nullable String shown(Observation seen) {
        return seen.dcs()
                .view()
                .value()
                .flatMap(ClusterView::leader)
                .map(ListedMember::name)
                .orElse(null);
    }

    /**
     * What a member shows of the leader lock, held against the lock itself. They are read at slightly different times, so that around a leader
     * change they may differ for a round; what goes on for a loop_wait is told. One per cluster, one thread at a time.
     */
    static final class Dispute {
        private @Nullable Instant since;

        /** For people; empty while both say the same, or one of them can't be read. */
        Optional<String> look(Observation seen) {
            boolean areBothRead =
                    seen.dcs().direct().keys().isAnswered() && seen.dcs().view().isAnswered();
            String owner = in(seen).owner();
            String shown = shown(seen);
            if (!areBothRead || Objects.equals(owner, shown)) {
                since = null;
                return Optional.empty();
            }
            Instant first = Objects.requireNonNullElse(since, seen.finished());
            since = first;
            String viewer = seen.dcs().viewedBy();
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
}
