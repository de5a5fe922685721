package io.greenlang.patroni.monitor.alerts;

import io.greenlang.patroni.monitor.alerts.AgreementIT.Illness;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Applications that don't reach whom they should, for {@link AgreementIT}. */
final class EndpointIllnesses {
    private static final String DOWN = "PatroniClientEndpointDown";
    private static final String MISROUTED = "PatroniClientEndpointMisrouted";

    private EndpointIllnesses() {}

    static Stream<Illness> all() {
        return Stream.of(
                illness(DOWN, DOWN, () -> besideReplica().routeFails(Kind.PRIMARY, FailureKind.REFUSED)),
                illness(
                        "a replica endpoint down",
                        DOWN,
                        () -> besidePrimary().routeFails(Kind.REPLICA, FailureKind.TIMEOUT)),
                illness(
                        "an endpoint that refuses the monitor's login",
                        DOWN,
                        () -> besideReplica().routeFails(Kind.PRIMARY, FailureKind.AUTH)),
                illness(
                        "both endpoints down",
                        DOWN,
                        () -> Snapshots.healthy()
                                .routeFails(Kind.PRIMARY, FailureKind.CUT)
                                .routeFails(Kind.REPLICA, FailureKind.CUT)),
                new Illness(
                        "a primary endpoint down without a leader",
                        Set.of("PatroniNoLeader"),
                        () -> Snapshots.healthy()
                                .leader("node1", Certainty.NO)
                                .writable()
                                .routeFails(Kind.PRIMARY, FailureKind.CUT),
                        EndpointIllnesses::notAsked),
                illness(
                        MISROUTED,
                        MISROUTED,
                        () -> besideReplica().route(Kind.PRIMARY, Destination.STANDBY, "node2", "node2")),
                illness(
                        "a replica endpoint that leads to the primary",
                        MISROUTED,
                        () -> besidePrimary().route(Kind.REPLICA, Destination.PRIMARY, "node1", "node1")));
    }

    private static Illness illness(String name, String rule, Supplier<Snapshots> ill) {
        return new Illness(name, Set.of(rule), ill, EndpointIllnesses::notAsked);
    }

    private static Snapshots besidePrimary() {
        return Snapshots.healthy().route(Kind.PRIMARY, Destination.RIGHT, "node1", "node1");
    }

    private static Snapshots besideReplica() {
        return Snapshots.healthy().route(Kind.REPLICA, Destination.RIGHT, "node2", "node2");
    }

    private static Snapshots notAsked() {
        return Snapshots.healthy()
                .routeFails(Kind.PRIMARY, FailureKind.MONITOR_BUSY)
                .routeFails(Kind.REPLICA, FailureKind.MONITOR_BUSY);
    }
}
