package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CLUSTER;

import io.greenlang.patroni.monitor.model.DcsEvidence;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.DcsState.Endpoint;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import java.util.List;
import java.util.stream.Stream;

/** The DCS, where it is read directly. */
final class DcsMetrics {
    private static final Subject<DcsState> DCS =
            CLUSTER.within(snapshot -> Stream.of(snapshot.seen().dcs().direct()).filter(DcsState::isRead));
    private static final Subject<Endpoint> ENDPOINT =
            DCS.each("endpoint", dcs -> dcs.endpoints().stream(), Endpoint::name);
    private static final Subject<Lock> LOCK = DCS.within(dcs -> dcs.lock().stream());

    private DcsMetrics() {}

    static List<Metric> all() {
        return List.of(
                gauge(
                        "patroni_dcs_up",
                        "1 if this endpoint of the DCS answers, else 0; absent while it could not be asked.",
                        ENDPOINT,
                        endpoint -> flag(endpoint.answers())),
                gauge(
                        "patroni_dcs_has_quorum",
                        "1 if this endpoint of the DCS knows a leader of the DCS, else 0; absent while it does not report them.",
                        ENDPOINT,
                        endpoint -> flag(endpoint.hasQuorum())),
                gauge(
                        "patroni_dcs_errors",
                        "Number of errors that this endpoint of the DCS reports about itself, such as an alarm for lack of space; absent while it does not report them.",
                        ENDPOINT,
                        endpoint -> endpoint.health()
                                .value()
                                .map(health -> health.errors().size())
                                .orElse(null)),
                gauge(
                        "patroni_dcs_lost",
                        "1 if the DCS reports that it has no quorum, or no endpoint answers and no member has reached the DCS within the ttl or one runs in failsafe mode, else 0; absent while that is unknown.",
                        CLUSTER.within(snapshot -> Stream.of(snapshot.seen())
                                .filter(seen -> seen.dcs().direct().isRead())),
                        seen -> flag(DcsEvidence.isLost(seen))),
                gauge(
                        "patroni_dcs_request_duration_seconds",
                        "How long this endpoint of the DCS took to answer, in seconds; absent while it does not.",
                        ENDPOINT,
                        endpoint -> seconds(endpoint.health().took().orElse(null))),
                gauge(
                        "patroni_dcs_leader_info",
                        "1 for the member that holds the leader lock in the DCS; absent while nobody does, or it can't be read.",
                        LOCK.each("member", lock -> Stream.of(lock.owner()), owner -> owner),
                        owner -> 1),
                gauge(
                        "patroni_dcs_leader_lease_remaining_seconds",
                        "Time until the leader lock is free if nobody renews it, in seconds, by the clock of the DCS.",
                        LOCK,
                        lock -> lock.leaseLeft() == null ? null : seconds(lock.leaseLeft())));
    }
}
