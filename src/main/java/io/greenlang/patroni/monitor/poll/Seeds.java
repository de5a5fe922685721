package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The addresses from the configuration, asked while no known member answers: all at once, and the first that shows the
 * cluster suffices, so that one that hangs costs nothing.
 */
final class Seeds {
    private final ClusterConfig cluster;
    private final PatroniClient client;
    private final Executor workers;
    private final Clock clock;
    private final Lane lane;

    Seeds(ClusterConfig cluster, PatroniClient client, Executor workers, Clock clock) {
        this.cluster = cluster;
        this.client = client;
        this.workers = workers;
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

        /** What both saw, the failure being the other's. */
        private Sight and(Sight other) {
            Map<String, MemberAddress> both = new TreeMap<>(themselves);
            both.putAll(other.themselves);
            return new Sight(other.view, both);
        }
    }

    /** Looks for the cluster at its seeds. */
    CompletableFuture<Sight> look(Deadline deadline) {
        return lane.ask(() -> askAll(deadline), failure -> Sight.failed(new Answer.Failed<>(failure, clock.instant())));
    }

    private Sight askAll(Deadline deadline) {
        CompletionService<Sight> answers = new ExecutorCompletionService<>(workers);
        Sight sight = failed(FailureKind.DNS, "no seed has an address");
        int asked = 0;
        for (URI seed : addresses()) {
            try {
                answers.submit(() -> ask(seed, deadline));
                asked++;
            } catch (RejectedExecutionException e) {
                sight = failed(FailureKind.MONITOR_BUSY, seed + " was not asked: all threads are taken");
            }
        }
        try {
            for (; asked > 0; asked--) {
                Future<Sight> next = answers.poll(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
                if (next == null) {
                    return sight.and(failed(FailureKind.TIMEOUT, asked + " seeds did not answer"));
                }
                if (next.get().view().isAnswered()) {
                    return next.get();
                }
                sight = sight.and(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a source threw, which none may", e.getCause());
        }
        return sight;
    }

    private Sight failed(FailureKind kind, String detail) {
        return Sight.failed(Answer.failed(kind, detail, clock.instant()));
    }

    private Sight ask(URI seed, Deadline deadline) {
        Answer<ClusterView> view = client.cluster(seed, patience(deadline));
        if (!isSilent(view)) {
            return Sight.failed(view);
        }
        return client.status(seed, patience(deadline))
                .value()
                .map(known -> known.identity().name())
                .map(name -> new Sight(view, Map.of(name, new MemberAddress(seed.toString(), null, null))))
                .orElseGet(() -> Sight.failed(view));
    }

    /** It took the question and gave nothing: as every member does while the DCS is down, or this node is ill itself. */
    private static boolean isSilent(Answer<ClusterView> view) {
        return view.reason()
                .map(Failure::kind)
                .filter(kind -> kind == FailureKind.TIMEOUT || kind == FailureKind.EMPTY_REPLY)
                .isPresent();
    }

    /** What the seeds leave over is what their members are asked in. */
    private Duration patience(Deadline deadline) {
        return Deadline.shorter(
                deadline.patience(cluster.poll().httpTimeout()), deadline.left().dividedBy(2));
    }

    private List<URI> addresses() {
        Discovery discovery = cluster.discovery();
        List<URI> addresses = new ArrayList<>(discovery.seeds());
        Optional.ofNullable(discovery.dns()).ifPresent(name -> addresses.addAll(resolve(name, discovery.dnsScheme())));
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
