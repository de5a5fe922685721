package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DcsState;
import java.util.List;
import java.util.stream.Collectors;

/** How the DCS is by its own word, where it is read directly. */
final class DcsHealthRule {
    /** No endpoint answers, or none knows a leader of the DCS. */
    static final String LOST =
            "max by (cluster) (patroni_dcs_up) == 0 or max by (cluster) (patroni_dcs_has_quorum) == 0";

    static final Rule UNHEALTHY = Rule.of(
            new Rule.Card(
                    "PatroniDcsUnhealthy",
                    "dcs-unhealthy",
                    Unit.CONDITION,
                    StateEffect.WHEN_FIRING,
                    "The DCS, or an endpoint of it, does not answer as it should",
                    "An endpoint of the DCS of $cluster does not answer, or is cut off from the others; patroni_dcs_up and patroni_dcs_has_quorum name it."),
            new Rule.Case(
                    "count by (cluster) (patroni_dcs_up == 0 or patroni_dcs_has_quorum == 0) > 0",
                    DcsHealthRule::endpoints),
            new Rule.Case(LOST, DcsHealthRule::lost)
                    .says(
                            "The DCS of $cluster is lost: no endpoint answers, or there is no quorum. Patroni can neither take nor keep the leader lock."));

    private DcsHealthRule() {}

    private static List<Finding> endpoints(ClusterSnapshot picture, Level level) {
        DcsState dcs = picture.seen().dcs().direct();
        if (!dcs.isRead()) {
            return notRead(picture, level);
        }
        List<DcsState.Endpoint> faulty = dcs.faulty();
        return List.of(
                faulty.isEmpty()
                        ? level.clear(null)
                        : level.holds(
                                null,
                                faulty.size(),
                                "%d of %d endpoints of the DCS of %s fail: %s."
                                        .formatted(
                                                faulty.size(),
                                                dcs.endpoints().size(),
                                                picture.cluster(),
                                                faults(faulty))));
    }

    private static List<Finding> lost(ClusterSnapshot picture, Level level) {
        DcsState dcs = picture.seen().dcs().direct();
        if (!dcs.isRead()) {
            return notRead(picture, level);
        }
        if (!dcs.isLost()) {
            return List.of(level.clear(null));
        }
        String how = dcs.answering() == 0 ? "no endpoint answers" : "it has no quorum";
        return List.of(level.holds(
                null,
                1,
                "The DCS of %s is lost: %s, so that Patroni can neither take nor keep the leader lock (%s)."
                        .formatted(picture.cluster(), how, faults(dcs.endpoints()))));
    }

    /** Nothing is wrong with it that anybody was to look at. */
    private static List<Finding> notRead(ClusterSnapshot picture, Level level) {
        return List.of(picture.isBlind() ? level.unknown(null, "no member could be read") : level.clear(null));
    }

    private static String faults(List<DcsState.Endpoint> endpoints) {
        return endpoints.stream()
                .map(endpoint -> endpoint.name() + ": " + endpoint.fault())
                .collect(Collectors.joining("; "));
    }
}
