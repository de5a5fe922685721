package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.Observation;
import java.util.Optional;

/** Whether two positions lie on one line of history, so that they can be compared. */
final class Branches {
    private Branches() {}

    /**
     * Why a standby's position can't be compared with the primary's; empty when it can. A standby on an older timeline is
     * merely behind as long as it has not replayed beyond the point where the primary's ancestry left that timeline. A
     * timeline that is not known is taken for the same.
     */
    static Optional<String> obstacle(
            Optional<Integer> standby, Optional<Integer> primary, Lsn replayed, Observation seen) {
        if (standby.isEmpty() || primary.isEmpty() || standby.equals(primary)) {
            return Optional.empty();
        }
        String where = "on timeline " + standby.get() + ", the primary is on " + primary.get();
        Optional<Lsn> switchpoint = switchpoint(standby.get(), seen);
        if (standby.get() > primary.get() || switchpoint.isEmpty()) {
            return Optional.of(where);
        }
        return replayed.compareTo(switchpoint.get()) <= 0
                ? Optional.empty()
                : Optional.of(
                        where + ", which left it at " + switchpoint.get() + ", before this standby's " + replayed);
    }

    private static Optional<Lsn> switchpoint(int timeline, Observation seen) {
        return seen.dcs().history().value().stream()
                .flatMap(history -> history.entries().stream())
                .filter(entry -> entry.endedTimeline() == timeline)
                .map(entry -> entry.switchpoint())
                .findFirst();
    }
}
