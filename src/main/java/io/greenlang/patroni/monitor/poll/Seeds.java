package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The addresses from the configuration, asked while no known member answers. They are taken in turn, so that one that
 * hangs costs one round and not the discovery.
 */
final class Seeds {
    private final ClusterConfig cluster;
    private final PatroniClient client;
    private final Clock clock;
    private final Lane lane;
    private int first;

    Seeds(ClusterConfig cluster, PatroniClient client, Executor workers, Clock clock) {
        this.cluster = cluster;
        this.client = client;
        this.clock = clock;
        this.lane = new Lane("seeds of " + cluster.name(), workers, clock);
    }

    /** {@code /cluster} from the first seed that has one. */
    CompletableFuture<Answer<ClusterView>> view(Deadline deadline) {
        int start = first++;
        return lane.ask(() -> firstAnswer(start, deadline), failure -> new Answer.Failed<>(failure, clock.instant()));
    }

    private Answer<ClusterView> firstAnswer(int start, Deadline deadline) {
        Discovery discovery = cluster.discovery();
        Duration patience = cluster.poll().httpTimeout();
        List<URI> addresses = new ArrayList<>(discovery.seeds());
        Optional<HostAndPort> dns = Optional.ofNullable(discovery.dns());
        Answer<ClusterView> last = Answer.failed(
                FailureKind.DNS,
                "no seed has an address: " + dns.map(Seeds::text).orElse("-"),
                clock.instant());
        dns.ifPresent(name -> addresses.addAll(resolve(name, discovery.dnsScheme())));
        Collections.rotate(addresses, -(start % Math.max(1, addresses.size())));
        for (URI seed : addresses) {
            if (deadline.isOver()) {
                return last;
            }
            Duration half = deadline.left().dividedBy(2);
            Duration share = addresses.size() > 1 ? Deadline.shorter(half, patience) : patience;
            last = client.cluster(seed, deadline.patience(share));
            if (last.isAnswered()) {
                return last;
            }
        }
        return last;
    }

    private static List<URI> resolve(HostAndPort name, String scheme) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name.host()))
                    .map(address -> URI.create(scheme + "://" + literal(address) + ":" + name.port()))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    private static String text(HostAndPort name) {
        return name.host() + ":" + name.port();
    }
}
