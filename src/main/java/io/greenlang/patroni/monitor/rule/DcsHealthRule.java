package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DcsEvidence;
import io.greenlang.patroni.monitor.model.DcsState;
import java.util.List;
import java.util.stream.Collectors;

/** How the DCS is by its own word, where it is read directly. */
final class DcsHealthRule {
    /** Neither the monitor nor a member reaches a quorum of it. */
    static final String LOST = "max by (cluster) (patroni_dcs_lost) == 1";

    /** {@link DcsState#isOfNoUse}. */
    static final String OF_NO_USE =
            "patroni_dcs_up unless on (cluster) (patroni_dcs_up == 1 unless on (cluster, endpoint) patroni_dcs_has_quorum == 0)";

    static final Rule UNHEALTHY = Rule.of(
            new Rule.Card(
                    "PatroniDcsUnhealthy",
                    "dcs-unhealthy",
                    Unit.CONDITION,
                    StateEffect.WHEN_FIRING,
                    "The DCS, or an endpoint of it, does not answer as it should",
                    "An endpoint of the DCS of $cluster does not answer, is cut off from the others or reports errors; patroni_dcs_up, patroni_dcs_has_quorum and patroni_dcs_errors name it."),
            new Rule.Case(
                    "count by (cluster) (patroni_dcs_up == 0 or patroni_dcs_has_quorum == 0 or patroni_dcs_errors > 0) > 0",
                    DcsHealthRule::endpoints),
            new Rule.Case(LOST, DcsHealthRule::lost)
                    .says(
                            "The DCS of $cluster is lost: it has no quorum, or neither the monitor nor a member reaches it. Patroni can neither take nor keep the leader lock."));

    private static final String OUR_WAY =
            " Members say that they have reached the DCS within the ttl, and the lock is held: check the monitor's own way to it first.";

    private DcsHealthRule() {}

    private static List<Finding> endpoints(ClusterSnapshot snapshot, Level level) {
        DcsState dcs = snapshot.seen().dcs().direct();
        if (!dcs.isRead()) {
            return notRead(snapshot, level);
        }
        List<DcsState.Endpoint> faulty = dcs.faulty();
        boolean isOurWay = faulty.size() == dcs.endpoints().size()
                && !dcs.keys().isAnswered()
                && !dcs.saysThatItHasNoQuorum()
                && DcsEvidence.isSeenByMembers(snapshot.seen()) == Certainty.YES;
        boolean unasked = dcs.endpoints().stream().anyMatch(endpoint -> endpoint.answers() == Certainty.UNKNOWN);
        if (faulty.isEmpty() && unasked) {
            return List.of(level.unknown(null, "an endpoint of the DCS could not be asked"));
        }
        return List.of(
                faulty.isEmpty()
                        ? level.clear(null)
                        : level.holds(
                                null,
                                faulty.size(),
                                "%d of %d endpoints of the DCS of %s fail: %s.%s"
                                        .formatted(
                                                faulty.size(),
                                                dcs.endpoints().size(),
                                                snapshot.cluster(),
                                                faults(faulty),
                                                isOurWay ? OUR_WAY : "")));
    }

    private static List<Finding> lost(ClusterSnapshot snapshot, Level level) {
        DcsState dcs = snapshot.seen().dcs().direct();
        if (!dcs.isRead()) {
            return notRead(snapshot, level);
        }
        Certainty lost = DcsEvidence.isLost(snapshot.seen());
        if (lost != Certainty.YES) {
            return List.of(
                    lost == Certainty.NO
                            ? level.clear(null)
                            : level.unknown(
                                    null, "neither the endpoints nor the members tell whether the DCS is there"));
        }
        return List.of(level.holds(
                null,
                1,
                "The DCS of %s is lost: %s. Patroni can neither take nor keep the leader lock (%s)."
                        .formatted(
                                snapshot.cluster(),
                                dcs.saysThatItHasNoQuorum()
                                        ? "it has no quorum"
                                        : DcsRules.isFailsafe(snapshot)
                                                ? "no endpoint answers, and members run in failsafe mode"
                                                : "no endpoint answers, and no member has reached it within the ttl",
                                faults(dcs.endpoints()))));
    }

    /** Nothing is wrong with it that anybody was to look at. */
    private static List<Finding> notRead(ClusterSnapshot snapshot, Level level) {
        return List.of(snapshot.isBlind() ? level.unknown(null, "no member could be read") : level.clear(null));
    }

    private static String faults(List<DcsState.Endpoint> endpoints) {
        return endpoints.stream()
                .map(endpoint -> endpoint.name() + ": " + endpoint.fault())
                .collect(Collectors.joining("; "));
    }
}
