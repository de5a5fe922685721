package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.PatroniStatus;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /**
     * What the seeds show.
     *
     * @param view {@code /cluster} of the first seed that has one
     * @param themselves while none has one: the members that answer at the seeds' own addresses, by name (Patroni 3.2.0
     *     and later tells it). A monitor that starts while the DCS is down is not blind.
     */
    record Sight(Answer<ClusterView> view, Map<String, MemberAddress> themselves) {
        static final Sight NONE = new Sight(Answer.notAsked(), Map.of());

        static Sight failed(Answer<ClusterView> view) {
            return new Sight(view, Map.of());
        }
    }

    /** Looks for the cluster at its seeds. */
    CompletableFuture<Sight> look(Deadline deadline) {
        int start = first++;
        return lane.ask(
                () -> look(inTurn(start), deadline),
                failure -> Sight.failed(new Answer.Failed<>(failure, clock.instant())));
    }

    private Sight look(List<URI> seeds, Deadline deadline) {
        Answer<ClusterView> view = Answer.failed(FailureKind.DNS, "no seed has an address", clock.instant());
        Map<String, MemberAddress> themselves = new TreeMap<>();
        boolean dcsIsDown = false;
        for (URI seed : seeds) {
            if (deadline.isOver()) {
                break;
            }
            if (!dcsIsDown) {
                view = client.cluster(seed, share(seeds, deadline));
                if (view.isAnswered()) {
                    return new Sight(view, Map.of());
                }
            }
            if (isSilent(view)) {
                Answer<PatroniStatus> status = client.status(seed, share(seeds, deadline));
                status.value()
                        .map(known -> known.identity().name())
                        .ifPresent(name -> themselves.put(name, new MemberAddress(seed.toString(), null, null)));
                dcsIsDown |= status.isAnswered();
            }
        }
        return new Sight(view, themselves);
    }

    /** It took the question and gave nothing: as every member does while the DCS is down, or this node is ill itself. */
    private static boolean isSilent(Answer<ClusterView> view) {
        return view.reason()
                .map(Failure::kind)
                .filter(kind -> kind == FailureKind.TIMEOUT || kind == FailureKind.EMPTY_REPLY)
                .isPresent();
    }

    /** One seed that hangs must leave time for the next one. */
    private Duration share(List<URI> seeds, Deadline deadline) {
        Duration patience = deadline.patience(cluster.poll().httpTimeout());
        return seeds.size() > 1 ? Deadline.shorter(patience, deadline.left().dividedBy(2)) : patience;
    }

    private List<URI> inTurn(int start) {
        Discovery discovery = cluster.discovery();
        List<URI> addresses = new ArrayList<>(discovery.seeds());
        Optional.ofNullable(discovery.dns()).ifPresent(name -> addresses.addAll(resolve(name, discovery.dnsScheme())));
        Collections.rotate(addresses, -(start % Math.max(1, addresses.size())));
        return addresses;
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
}
