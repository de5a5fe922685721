package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.EndpointsConfig;
import io.greenlang.patroni.monitor.model.ClientEndpoint;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Reply;
import io.greenlang.patroni.monitor.poll.SlowSource.Asking;
import io.greenlang.patroni.monitor.poll.SlowSource.OnFailure;
import io.greenlang.patroni.monitor.source.endpoint.EndpointClient;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a cluster's applications, each asked at a pace of its own, and all of them at once when another member
 * leads: what they said before is no evidence for where they lead now. Confined to its poll thread.
 */
final class EndpointNodes {
    private final List<Node> nodes;
    private final InternalErrors errors;
    private @Nullable String leader;

    private record Node(Kind kind, HostAndPort endpoint, EndpointClient client, SlowSource<Reply> source) {
        ClientEndpoint shown(Instant now) {
            return new ClientEndpoint(kind, endpoint.host() + ":" + endpoint.port(), source.shown(now));
        }
    }

    EndpointNodes(ClusterConfig cluster, Asking asking) {
        EndpointsConfig config = cluster.endpoints();
        this.errors = asking.errors();
        this.nodes = Stream.concat(
                        config.primary().stream().map(endpoint -> node(Kind.PRIMARY, endpoint, cluster, asking)),
                        config.replica().stream().map(endpoint -> node(Kind.REPLICA, endpoint, cluster, asking)))
                .toList();
    }

    private static Node node(Kind kind, HostAndPort endpoint, ClusterConfig cluster, Asking asking) {
        EndpointsConfig config = cluster.endpoints();
        SlowSource<Reply> source = new SlowSource<>(
                "the %s endpoint %s:%d".formatted(kind.label(), endpoint.host(), endpoint.port()),
                () -> Pace.every(config.interval(), config.interval()),
                OnFailure.SHOW_IT,
                asking);
        int mostBytes = cluster.input().sqlAnswerBytes();
        return new Node(
                kind,
                endpoint,
                new EndpointClient(cluster.name(), endpoint, config, mostBytes, asking.clock()),
                source);
    }

    /**
     * Has those asked whose turn it is.
     *
     * @return completes when those have answered that would be shown without an answer
     */
    CompletableFuture<?> refresh() {
        return CompletableFuture.allOf(nodes.stream()
                .flatMap(node -> {
                    boolean first = node.source().isFirst();
                    CompletableFuture<?> asked = errors.watched(
                            "the client endpoint " + node.endpoint(),
                            node.source().refresh(node.client()::ask));
                    return first ? Stream.of(asked) : Stream.empty();
                })
                .toArray(CompletableFuture<?>[]::new));
    }

    /** What each said last, in the order of the configuration. */
    List<ClientEndpoint> shown(Instant now) {
        return nodes.stream().map(node -> node.shown(now)).toList();
    }

    /** @param now null while nobody is known to lead, which does not make the next one another */
    void leaderIs(@Nullable String now) {
        if (now == null || now.equals(leader)) {
            return;
        }
        if (leader != null) {
            nodes.forEach(node -> node.source().forget());
        }
        leader = now;
    }
}
