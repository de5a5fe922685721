package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CLUSTER;

import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.Failure;
import java.util.List;
import java.util.stream.Stream;

/** Where applications connect, as the configuration says, and where that leads. */
final class EndpointMetrics {
    private static final Subject<ClientRoute> ROUTE = CLUSTER.each(
            List.of("kind", "endpoint"),
            snapshot -> snapshot.facts().routes().stream(),
            route -> List.of(route.kind().label(), route.address()));

    private static final Subject<Failure> FAILURE = ROUTE.each(
            "reason",
            route -> route.failure().stream(),
            failure -> failure.kind().label());

    private static final Subject<String> MEMBER =
            ROUTE.each("member", route -> Stream.ofNullable(route.member()), member -> member);

    private EndpointMetrics() {}

    static List<Metric> all() {
        return List.of(
                gauge(
                        "patroni_client_endpoint_up",
                        "1 if a new connection to this endpoint was answered, 0 if not; absent while none was tried.",
                        ROUTE,
                        route -> flag(route.up())),
                gauge(
                        "patroni_client_endpoint_failure_info",
                        "Always 1; reason is why a new connection to this endpoint was not answered.",
                        FAILURE,
                        failure -> 1),
                gauge(
                        "patroni_client_endpoint_member_info",
                        "Always 1; member is the one that answered at this endpoint. Absent where that can't be told.",
                        MEMBER,
                        member -> 1),
                gauge(
                        "patroni_client_endpoint_correct",
                        "1 if a primary endpoint leads to the leader, or a replica endpoint to a standby; 0 if to another server; absent while unknown.",
                        ROUTE,
                        route -> flag(route.correct())),
                gauge(
                        "patroni_client_endpoint_duration_seconds",
                        "How long it took to connect to this endpoint, log in and get an answer, in seconds.",
                        ROUTE,
                        route -> seconds(route.endpoint().took().orElse(null))));
    }
}
