package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Outcome.fail;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.notSetUp;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.pass;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.unknown;

import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.util.List;
import java.util.stream.Collectors;

/** Whether applications reach whom they should, by the endpoints that they use. */
record EndpointsCheck(ClusterSnapshot picture) {
    Outcome outcome() {
        List<ClientRoute> routes = picture.facts().routes();
        return routes.isEmpty()
                ? notSetUp("client-endpoints names none")
                : Outcome.worst(
                        routes.stream().map(EndpointsCheck::outcome),
                        routes.stream()
                                .map(route -> route.address() + " leads to " + route.detail())
                                .collect(Collectors.joining("; ")));
    }

    private static Outcome outcome(ClientRoute route) {
        String endpoint = "the %s endpoint %s ".formatted(route.kind().label(), route.address());
        if (route.refusesEverybody()) {
            return fail(endpoint + "takes no connection: " + route.detail());
        }
        return switch (route.correct()) {
            case YES -> pass(endpoint);
            case NO -> fail(endpoint + "leads to " + route.detail());
            case UNKNOWN -> unknown(endpoint + "can't be judged: " + route.detail());
        };
    }
}
