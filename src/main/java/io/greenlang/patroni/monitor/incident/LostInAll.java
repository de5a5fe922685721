package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.LeaderCost;
import io.greenlang.patroni.monitor.incident.Incident.Kind;
import io.greenlang.patroni.monitor.incident.Incident.Loss;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all leader changes of one incident lost: the sum, and a lower bound as soon as one of them is unknown, or is one itself.
 *
 * @param to who leads; null while nobody does
 */
record LostInAll(OpenIncident open, Kind kind, @Nullable String to) {

    Loss loss() {
        List<LeaderCost> costs = open.changes().stream().map(LeaderCost::of).toList();
        if (costs.isEmpty()) {
            return isTheSame()
                    ? new Loss(
                            null,
                            false,
                            "the leader and its timeline did not change: what was committed is there, unless synchronous_commit"
                                    + " is off")
                    : Loss.UNTOLD;
        }
        List<Long> known =
                costs.stream().flatMap(cost -> Stream.ofNullable(cost.bytes())).toList();
        String knownBy = costs.stream()
                .map(cost -> Objects.requireNonNullElse(
                        cost.knownBy(), "what the old leader wrote after the last look is not known"))
                .distinct()
                .collect(Collectors.joining("; "));
        if (known.isEmpty()) {
            return new Loss(null, false, knownBy);
        }
        boolean atLeast = known.size() < costs.size() || costs.stream().anyMatch(LeaderCost::atLeast);
        return new Loss(known.stream().mapToLong(Long::longValue).sum(), atLeast, knownBy);
    }

    private boolean isTheSame() {
        return kind == Kind.OUTAGE
                && to != null
                && to.equals(open.before.leader())
                && open.moments().stream().noneMatch(moment -> moment.what().equals(Moments.TIMELINE));
    }
}
