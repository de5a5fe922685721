package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.DiskConfig;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.poll.SlowSource.OnFailure;
import io.greenlang.patroni.monitor.source.disk.DiskClient;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The sources of every known member, made when it is first asked. Confined to its poll thread. */
final class MemberNodes implements AutoCloseable {
    private final ClusterConfig config;
    private final PatroniClient patroni;
    private final Duration viewPatience;
    private final @Nullable DiskClient disks;
    private final ClusterPoller.Resources resources;
    private final InternalErrors errors;
    private final Map<String, Node> nodes = new HashMap<>();

    MemberNodes(
            ClusterConfig config,
            PatroniClient patroni,
            Duration viewPatience,
            ClusterPoller.Resources resources,
            InternalErrors errors) {
        this.errors = errors;
        this.config = config;
        this.patroni = patroni;
        this.viewPatience = viewPatience;
        this.resources = resources;
        DiskConfig.Metrics metrics = config.disk().metrics();
        this.disks = metrics == null ? null : new DiskClient(metrics, resources.clock());
    }

    /**
     * One member's sources.
     *
     * @param disk how full its volumes are, asked whether its PostgreSQL answers or not: a full disk is what may have stopped that
     */
    record Node(RestNode rest, SqlNode sql, SlowSource<DiskReading> disk) {}

    Node of(String member) {
        return nodes.computeIfAbsent(
                member,
                name -> new Node(
                        new RestNode(
                                name,
                                patroni,
                                config.poll(),
                                viewPatience,
                                resources.workers(),
                                resources.clock(),
                                errors),
                        new SqlNode(name, config, resources.postgres(), resources.workers(), errors),
                        disk(name)));
    }

    private SlowSource<DiskReading> disk(String member) {
        Duration interval = config.poll().slow().interval();
        return new SlowSource<>(
                "disk metrics of " + member,
                () -> disks == null ? Pace.never() : Pace.every(interval, interval),
                OnFailure.KEEP_WHAT_IS_FRESH,
                new SlowSource.Asking(resources.workers(), resources.clock(), errors));
    }

    /** Has a member's disk metrics read where it is time for it. */
    CompletableFuture<?> refreshDisk(String member, MemberAddress address) {
        DiskClient client = disks;
        return client == null
                ? CompletableFuture.completedFuture(null)
                : of(member)
                        .disk()
                        .refresh(() -> client.read(
                                member, address.host(), config.poll().slow().timeout()));
    }

    /** Completes when no member owes an answer about the DCS. */
    CompletableFuture<?> unanswered() {
        return CompletableFuture.allOf(
                nodes.values().stream().map(node -> node.rest().unanswered()).toArray(CompletableFuture<?>[]::new));
    }

    /** Closes the connections to all others. */
    void keepOnly(Set<String> known) {
        nodes.entrySet().removeIf(node -> {
            boolean forgotten = !known.contains(node.getKey());
            if (forgotten) {
                node.getValue().sql().close();
            }
            return forgotten;
        });
    }

    @Override
    public void close() {
        keepOnly(Set.of());
        patroni.close();
        if (disks != null) {
            disks.close();
        }
    }
}
