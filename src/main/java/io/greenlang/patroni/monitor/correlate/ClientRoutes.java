package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.correlate.RouteEvidence.Leader;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Reply;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.Observation;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the endpoints of applications lead, by {@link RouteEvidence}. Pure. */
final class ClientRoutes {
    private static final String SOME_SERVER = "a server of this cluster that can't be told apart from others";

    private ClientRoutes() {}

    /** @param system the cluster's system identifier; null until a member has told it */
    static List<ClientRoute> of(Observation seen, Leadership leadership, @Nullable String system) {
        return seen.endpoints().stream()
                .map(endpoint -> endpoint.answer()
                        .fold(
                                answered -> route(seen, leadership, system, endpoint, answered.content()),
                                failure -> new ClientRoute(endpoint, null, Destination.UNKNOWN, failure.toString()),
                                () -> new ClientRoute(endpoint, null, Destination.UNKNOWN, "not asked yet")))
                .toList();
    }

    private static ClientRoute route(
            Observation seen, Leadership leadership, @Nullable String system, ClientEndpoint endpoint, Reply reply) {
        Certainty ownSystem =
                system == null ? Certainty.UNKNOWN : Certainty.of(system.equals(reply.systemIdentifier()));
        String member = ownSystem == Certainty.YES
                ? AnsweringMember.of(reply, seen.members()).orElse(null)
                : null;
        Leader leader = leader(seen, leadership);
        Destination destination = new RouteEvidence(
                        endpoint.kind(), ownSystem, reply.inRecovery(), reply.timeline(), member, leader)
                .verdict();
        return new ClientRoute(endpoint, member, destination, detail(destination, reply, system, member, leader));
    }

    private static Leader leader(Observation seen, Leadership leadership) {
        String name = leadership.hasLeader() == Certainty.YES ? leadership.leader() : null;
        boolean writes = name != null && leadership.writable().contains(name);
        return new Leader(
                name,
                name != null && !writes && isInRecovery(seen, name),
                leadership.timeline(),
                writes && leadership.writable().equals(Set.of(name)));
    }

    private static boolean isInRecovery(Observation seen, String member) {
        return seen.member(member)
                .filter(observed -> new Testimony(observed).isInRecovery())
                .isPresent();
    }

    private static String detail(
            Destination destination, Reply reply, @Nullable String system, @Nullable String member, Leader leader) {
        String who = Objects.requireNonNullElse(member, SOME_SERVER);
        String should = leader.name() == null ? "" : ", and the leader is " + leader.name();
        return switch (destination) {
            case RIGHT -> who;
            case STANDBY -> who + ", a standby" + should;
            case STALE_PRIMARY -> who + ", which accepts writes" + onTimeline(reply) + should;
            case PRIMARY -> who + (reply.inRecovery() ? ", which leads the standby cluster" : ", which accepts writes");
            case OTHER_CLUSTER ->
                "another cluster: system identifier %s, not %s".formatted(reply.systemIdentifier(), system);
            case UNKNOWN -> undecided(reply, system, who, leader);
        };
    }

    private static String undecided(Reply reply, @Nullable String system, String who, Leader leader) {
        if (system == null) {
            return "no member has told the cluster's system identifier";
        }
        String server = who + (reply.inRecovery() ? ", a standby" : ", which accepts writes" + onTimeline(reply));
        return server + "; "
                + (leader.name() == null
                        ? "no member is known to lead"
                        : "whether that is " + leader.name() + ", the leader, can't be told");
    }

    private static String onTimeline(Reply reply) {
        return reply.timeline() == null ? "" : " on timeline " + reply.timeline();
    }
}
