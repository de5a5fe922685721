package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Outcome.fail;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.notSetUp;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.pass;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.unknown;

import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Severity;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the cluster is like as a whole: by the catalogue of rules, and to applications by the endpoints that they use. */
final class StateChecks {
    private StateChecks() {}

    /** Warnings are named and do not forbid maintenance, which may be their cure. */
    static Outcome noCriticalAlert(ClusterReport report) {
        return switch (report.state()) {
            case BLIND -> unknown(Words.BLIND);
            case CRITICAL -> fail(names(report, alert -> alert.severity() == Severity.CRITICAL));
            case DEGRADED -> pass("warnings only: " + names(report, alert -> true));
            case HEALTHY -> pass("the cluster is healthy");
        };
    }

    /** As {@code status} has it with exit status 0. */
    static Outcome healthy(ClusterReport report) {
        return switch (report.state()) {
            case BLIND -> unknown(Words.BLIND);
            case CRITICAL, DEGRADED -> fail(report.state().label() + ": " + names(report, alert -> true));
            case HEALTHY -> pass("the cluster is healthy");
        };
    }

    private static String names(ClusterReport report, Predicate<Alert> which) {
        List<String> names = report.alerts().stream()
                .filter(which)
                .map(alert -> alert.member() == null ? alert.name() : alert.name() + " " + alert.member())
                .distinct()
                .toList();
        return Words.list(names);
    }

    /** Whether applications reach whom they should. */
    static Outcome clientEndpoints(ClusterSnapshot snapshot) {
        List<ClientRoute> routes = snapshot.facts().routes();
        return routes.isEmpty()
                ? notSetUp("client-endpoints names none")
                : Outcome.worst(
                        routes.stream().map(StateChecks::endpoint),
                        routes.stream()
                                .map(route -> route.address() + " leads to " + route.detail())
                                .collect(Collectors.joining("; ")));
    }

    private static Outcome endpoint(ClientRoute route) {
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
