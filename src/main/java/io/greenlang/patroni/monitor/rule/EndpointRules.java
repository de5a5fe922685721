package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether applications reach whom they should. Of a cluster whose endpoints are not configured there is nothing to say. */
final class EndpointRules {
    private static final String FAILURE = "patroni_client_endpoint_failure_info";

    /** Applications log in with another account: whether they get in can't be told. */
    private static final String OWN_ACCOUNT = "\"auth|permission\"";

    static final Rule DOWN = Rule.of(
            new Rule.Card(
                    "PatroniClientEndpointDown",
                    "client-endpoint-down",
                    Unit.CONDITION,
                    StateEffect.IMMEDIATE,
                    "An endpoint that applications use takes no connection",
                    "An endpoint that applications of $cluster use takes no connection, or not the monitor's login;"
                            + " patroni_client_endpoint_failure_info names it and the reason."),
            new Rule.Case(
                    "max by (cluster) (%s{kind=\"replica\"} or %s{reason=~%s}) == 1"
                            .formatted(FAILURE, FAILURE, OWN_ACCOUNT),
                    EndpointRules::replicaDown),
            new Rule.Case(
                            "max by (cluster) (%s{kind=\"primary\",reason!~%s}) == 1 and on (cluster) patroni_cluster_has_leader == 1"
                                    .formatted(FAILURE, OWN_ACCOUNT),
                            EndpointRules::primaryDown)
                    .says(
                            "Applications can't reach the primary of $cluster, which accepts writes: their endpoint takes no"
                                    + " connection; patroni_client_endpoint_failure_info names it and the reason."));

    static final Rule MISROUTED = Rule.of(
            new Rule.Card(
                    "PatroniClientEndpointMisrouted",
                    "client-endpoint-misrouted",
                    Unit.CONDITION,
                    StateEffect.IMMEDIATE,
                    "An endpoint leads applications to the wrong server",
                    "A replica endpoint of $cluster leads to a primary, or to another cluster;"
                            + " patroni_client_endpoint_correct names it."),
            new Rule.Case(
                    "min by (cluster) (patroni_client_endpoint_correct{kind=\"replica\"}) == 0",
                    (snapshot, level) -> misrouted(snapshot, level, Kind.REPLICA)),
            new Rule.Case(
                            "min by (cluster) (patroni_client_endpoint_correct{kind=\"primary\"}) == 0",
                            (snapshot, level) -> misrouted(snapshot, level, Kind.PRIMARY))
                    .says(
                            "The primary endpoint of $cluster leads to a standby, to a stale primary or to another cluster;"
                                    + " patroni_client_endpoint_correct names it."));

    private EndpointRules() {}

    private static List<Finding> replicaDown(ClusterSnapshot snapshot, Level level) {
        return finding(
                snapshot,
                level,
                snapshot.facts().routes(),
                ClientRoute::up,
                route -> route.failure().isPresent() && (route.kind() == Kind.REPLICA || !route.refusesEverybody()),
                EndpointRules::down);
    }

    /** While nobody leads there is no primary to reach, and {@link LeaderRules#NO_LEADER} tells. */
    private static List<Finding> primaryDown(ClusterSnapshot snapshot, Level level) {
        List<ClientRoute> primaries = ofKind(snapshot, Kind.PRIMARY);
        if (primaries.isEmpty()) {
            return List.of();
        }
        return switch (snapshot.facts().leadership().hasLeader()) {
            case UNKNOWN -> List.of(level.unknown(null, "the leader can't be read"));
            case NO -> List.of(level.clear(null));
            case YES ->
                finding(
                        snapshot,
                        level,
                        primaries,
                        ClientRoute::up,
                        ClientRoute::refusesEverybody,
                        EndpointRules::down);
        };
    }

    private static String down(ClientRoute route) {
        String reason = route.failure().map(Object::toString).orElse("unknown");
        return route.refusesEverybody()
                ? "the %s endpoint %s takes no connection (%s)"
                        .formatted(route.kind().label(), route.address(), reason)
                : "the %s endpoint %s refuses the monitor's login, so that it can't be told whether applications get in (%s)"
                        .formatted(route.kind().label(), route.address(), reason);
    }

    private static List<Finding> misrouted(ClusterSnapshot snapshot, Level level, Kind kind) {
        return finding(
                snapshot,
                level,
                ofKind(snapshot, kind),
                ClientRoute::correct,
                route -> route.correct() == Certainty.NO,
                route -> "the %s endpoint %s leads to %s".formatted(kind.label(), route.address(), route.detail()));
    }

    /** One finding for the cluster, which names every endpoint that it is about. */
    private static List<Finding> finding(
            ClusterSnapshot snapshot,
            Level level,
            List<ClientRoute> asked,
            Function<ClientRoute, Certainty> fact,
            Predicate<ClientRoute> bad,
            Function<ClientRoute, String> words) {
        if (asked.isEmpty()) {
            return List.of();
        }
        List<ClientRoute> wrong = asked.stream().filter(bad).toList();
        if (wrong.isEmpty()) {
            boolean known = asked.stream().anyMatch(route -> fact.apply(route) != Certainty.UNKNOWN);
            return List.of(
                    known ? level.clear(null) : level.unknown(null, asked.get(0).detail()));
        }
        String description =
                wrong.stream().map(words).collect(Collectors.joining("; ", snapshot.cluster() + ": ", "."));
        return List.of(level.holds(null, 1, description)
                .restingOn(wrong.stream().flatMap(route -> route.endpoint().answer().knownAt().stream())));
    }

    private static List<ClientRoute> ofKind(ClusterSnapshot snapshot, Kind kind) {
        return snapshot.facts().routes().stream()
                .filter(route -> route.kind() == kind)
                .toList();
    }
}
