package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import io.greenlang.patroni.monitor.model.Observation;
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
        Optional<ClusterView> view = seen.dcs().view().value();
        return new LockSeen(
                view.isPresent(),
                view.flatMap(ClusterView::leader).map(ListedMember::name).orElse(null));
    }
}
