package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.correlate.RouteEvidence.Leader;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Reply;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where the endpoints of applications lead, by {@link RouteEvidence}. Pure. */
final class ClientRoutes {
    private static final String SOME_SERVER = "a server of this cluster that can't be told apart from others";
    /** Patroni before 4.0 cuts off what is less. */
    private static final Duration RESOLUTION = Duration.ofMillis(1);

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
        String member =
                ownSystem == Certainty.YES ? answering(reply, seen.members()).orElse(null) : null;
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

    /**
     * Which member answered behind a pooler, a proxy or a virtual address: the one whose postmaster started at that very moment,
     * else the one at that address. Empty when neither names exactly one.
     */
    private static Optional<String> answering(Reply reply, List<MemberObservation> members) {
        return only(members, member -> startedThen(member, reply.postmasterStartTime()))
                .or(() -> only(members, member -> isAt(member.presence().address(), reply)));
    }

    private static Optional<String> only(List<MemberObservation> members, Predicate<MemberObservation> fits) {
        List<String> fitting =
                members.stream().filter(fits).map(MemberObservation::name).toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    private static boolean startedThen(MemberObservation member, Instant byItsHostsClock) {
        return startByItsHostsClock(member)
                .map(start -> Duration.between(start, byItsHostsClock).abs())
                .filter(apart -> apart.compareTo(RESOLUTION) < 0)
                .isPresent();
    }

    private static Optional<Instant> startByItsHostsClock(MemberObservation member) {
        return member.postgres()
                .value()
                .map(facts ->
                        uncorrected(facts.server().hostClock(), facts.server().postmasterStartTime()))
                .or(() -> member.patroni()
                        .value()
                        .flatMap(status -> Optional.ofNullable(status.postgres())
                                .map(PatroniStatus.Postgres::postmasterStartTime)
                                .map(start -> uncorrected(status.hostClock(), start))));
    }

    private static Instant uncorrected(@Nullable ClockOffset host, Instant corrected) {
        return host == null ? corrected : host.shows(corrected);
    }

    private static boolean isAt(MemberAddress address, Reply reply) {
        return reply.host() != null
                && reply.port() != null
                && reply.host().equalsIgnoreCase(address.host())
                && Objects.equals(reply.port(), address.port());
    }
}
