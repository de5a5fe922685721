package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.testing.StubNodes.Node;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A healthy idle cluster of three stub nodes, as Patroni 4.1.4 would show it. No PostgreSQL is behind it. */
public final class StubCluster {
    private static final int SIZE = 3;
    private static final String SYSTEM_IDENTIFIER = "7480115527713042177";
    private static final String CONFIG = "{\"ttl\": 30, \"loop_wait\": 10, \"retry_timeout\": 10}";
    private static final long LSN = 67_109_216L;

    private final String scope;
    private final List<Node> nodes;

    private StubCluster(String scope, List<Node> nodes) {
        this.scope = scope;
        this.nodes = List.copyOf(nodes);
    }

    /** The first node leads; all answer. */
    public static StubCluster open(StubNodes stubs, String scope) throws IOException {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            nodes.add(stubs.open());
        }
        StubCluster cluster = new StubCluster(scope, nodes);
        for (int i = 0; i < SIZE; i++) {
            cluster.heal(i);
        }
        return cluster;
    }

    public String scope() {
        return scope;
    }

    public Node node(int index) {
        return nodes.get(index);
    }

    /** This cluster as an entry of {@code patroni-monitor.clusters}, every node a seed. */
    public String monitorConfig() {
        return "\"%s\" { seeds = [%s], expected-members = %d, postgres.enabled = false }%n"
                .formatted(
                        scope,
                        urls().stream().map(url -> "\"" + url + "\"").collect(Collectors.joining(", ")),
                        nodes.size());
    }

    public List<URI> urls() {
        return nodes.stream().map(Node::url).toList();
    }

    /** From now on the node answers as a healthy one. */
    public void heal(int index) {
        nodes.get(index).answer(path -> answer(index, path));
    }

    /** What a healthy node answers. */
    public Reply answer(int index, String path) {
        return switch (path) {
            case "/patroni" -> Reply.json(index == 0 ? leader() : replica(index));
            case "/cluster" -> Reply.json(cluster());
            case "/history" -> Reply.json("[]");
            case "/config" -> Reply.json(CONFIG);
            case "/liveness" -> Reply.raw("HTTP/1.0 200 OK\r\n\r\n");
            default -> Reply.raw("HTTP/1.0 503 Service Unavailable\r\n\r\n");
        };
    }

    private String leader() {
        String senders =
                IntStream.range(1, SIZE).mapToObj(i -> """
                        {"usename": "replicator", "application_name": "%s", "client_addr": "127.0.0.1",
                         "state": "streaming", "sync_state": "async", "sync_priority": 0}""".formatted(name(i))).collect(Collectors.joining(", "));
        return """
                {"state": "running", "postmaster_start_time": "2026-07-20 03:12:55.019384+00:00", "role": "primary",
                 "server_version": 150020, "xlog": {"location": %d}, "timeline": 1, "replication": [%s], %s}""".formatted(LSN, senders, common(0));
    }

    private String replica(int index) {
        return """
                {"state": "running", "postmaster_start_time": "2026-07-20 03:15:07.732099+00:00", "role": "replica",
                 "server_version": 150020, "xlog": {"received_location": %1$d, "replayed_location": %1$d,
                 "replayed_timestamp": null, "paused": false}, "timeline": 1, "replication_state": "streaming", %2$s}""".formatted(LSN, common(index));
    }

    private String common(int index) {
        return """
                "dcs_last_seen": %d, "database_system_identifier": "%s",
                "patroni": {"version": "4.1.4", "scope": "%s", "name": "%s"}""".formatted(Instant.now().getEpochSecond(), SYSTEM_IDENTIFIER, scope, name(index));
    }

    private String cluster() {
        return IntStream.range(0, SIZE)
                .mapToObj(i -> """
                        {"name": "%s", "role": "%s", "state": "%s", "api_url": "%s/patroni", "host": "127.0.0.1",
                         "port": 5432, "timeline": 1%s}""".formatted(
                                name(i),
                                i == 0 ? "leader" : "replica",
                                i == 0 ? "running" : "streaming",
                                nodes.get(i).url(),
                                i == 0 ? "" : ", \"lag\": 0, \"lsn\": \"0/40001E0\""))
                .collect(Collectors.joining(", ", "{\"members\": [", "], \"scope\": \"" + scope + "\"}"));
    }

    /** Writes what Patroni would, below the namespace {@code service}; the leader's lease ends after a day. */
    public void register(Etcd etcd) {
        String prefix = "/service/" + scope + "/";
        etcd.put(prefix + "initialize", SYSTEM_IDENTIFIER);
        etcd.put(prefix + "config", CONFIG);
        etcd.put(prefix + "history", "[]");
        etcd.put(prefix + "status", "{\"optime\": %d}".formatted(LSN));
        etcd.put(prefix + "leader", name(0), Duration.ofDays(1));
        for (int i = 0; i < SIZE; i++) {
            etcd.put(prefix + "members/" + name(i), """
                    {"conn_url": "postgres://127.0.0.1:5432/postgres", "api_url": "%s/patroni", "state": "running",
                     "role": "%s", "version": "4.1.4", "xlog_location": %d, "timeline": 1}""".formatted(
                            nodes.get(i).url(), i == 0 ? "primary" : "replica", LSN));
        }
    }

    public String name(int index) {
        return scope + "-" + index;
    }
}
