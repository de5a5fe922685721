package io.greenlang.patroni.monitor.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Servers of Consul that make a quorum, with ACLs that deny what nobody allows. Each finds its data and its ports again when it is started
 * again. Patroni asks the last one.
 */
public final class Consul implements PatroniDcs {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String MANAGEMENT = UUID.randomUUID().toString();
    private static final String PATRONI = UUID.randomUUID().toString();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Server> servers;
    private final Path folder;

    Consul(Path folder, Account account, int size) {
        this.folder = folder;
        List<Integer> gossip =
                IntStream.range(0, size).map(i -> Ports.free()).boxed().toList();
        servers = IntStream.range(0, size)
                .mapToObj(i -> new Server("consul-" + i, gossip.get(i), gossip, folder, account))
                .toList();
    }

    private static final class Server {
        private final String name;
        private final int port = Ports.free();
        private final int rpcPort = Ports.free();
        private final int gossipPort;
        private final List<Integer> gossipPorts;
        private final Path folder;
        private final Account account;
        private ServerProcess process;

        Server(String name, int gossipPort, List<Integer> gossipPorts, Path folder, Account account) {
            this.name = name;
            this.gossipPort = gossipPort;
            this.gossipPorts = gossipPorts;
            this.folder = folder;
            this.account = account;
        }

        void start() {
            try {
                Path file = folder.resolve(name + ".json");
                account.take(Files.writeString(file, JSON.writeValueAsString(configuration())));
                process = ServerProcess.start(
                        name, folder, account.command(BuiltServers.consul(), "agent", "-config-file=" + file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Map<String, Object> configuration() {
            List<String> others = gossipPorts.stream()
                    .filter(other -> other != gossipPort)
                    .map(other -> "127.0.0.1:" + other)
                    .toList();
            return Map.ofEntries(
                    Map.entry("server", true),
                    Map.entry("bootstrap_expect", gossipPorts.size()),
                    Map.entry("node_name", name),
                    Map.entry("data_dir", data().toString()),
                    Map.entry("bind_addr", "127.0.0.1"),
                    Map.entry("client_addr", "127.0.0.1"),
                    Map.entry("retry_join", others),
                    Map.entry("retry_interval", "1s"),
                    Map.entry("disable_update_check", true),
                    Map.entry("connect", Map.of("enabled", false)),
                    Map.entry("performance", Map.of("raft_multiplier", 1)),
                    Map.entry(
                            "ports",
                            Map.of(
                                    "http",
                                    port,
                                    "server",
                                    rpcPort,
                                    "serf_lan",
                                    gossipPort,
                                    "serf_wan",
                                    -1,
                                    "dns",
                                    -1,
                                    "grpc",
                                    -1,
                                    "grpc_tls",
                                    -1)),
                    Map.entry(
                            "acl",
                            Map.of(
                                    "enabled",
                                    true,
                                    "default_policy",
                                    "deny",
                                    "tokens",
                                    Map.of("initial_management", MANAGEMENT, "agent", MANAGEMENT))));
        }

        void awaitLeader() {
            process.awaitRunning(
                    "knows a leader",
                    START,
                    () -> Http.get(url() + "/v1/status/leader").body().contains(":"));
        }

        String url() {
            return "http://127.0.0.1:" + port;
        }

        Path data() {
            return folder.resolve(name + "-data");
        }
    }

    @Override
    public void start() {
        servers.forEach(Server::start);
        servers.forEach(Server::awaitLeader);
        token(PATRONI, "patroni", """
                key_prefix "service/" { policy = "write" }
                session_prefix "" { policy = "write" }
                """);
    }

    /** Returns when it takes part in the quorum. */
    public void start(int server) {
        servers.get(server).start();
        servers.get(server).awaitLeader();
    }

    public void kill9(int server) {
        servers.get(server).process.signal("KILL");
        servers.get(server).process.awaitExit(Duration.ofSeconds(10));
    }

    /**
     * A token for the monitor.
     *
     * @param rules of its policy
     * @return the file that holds it
     */
    public Path monitorToken(String name, String rules) {
        String token = UUID.randomUUID().toString();
        token(token, name, rules);
        return tokenFile(name, token);
    }

    /** One that this Consul has not given. */
    public Path unknownToken() {
        return tokenFile("unknown", UUID.randomUUID().toString());
    }

    private Path tokenFile(String name, String token) {
        try {
            return Files.writeString(folder.resolve(name + ".token"), token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first second after an election refuses: it is waited for. */
    private void token(String secret, String name, String rules) {
        put("v1/acl/policy", Map.of("Name", name, "Rules", rules));
        put("v1/acl/token", Map.of("SecretID", secret, "Policies", List.of(Map.of("Name", name))));
    }

    private void put(String path, Map<String, Object> question) {
        Await.until("PUT " + path, START, () -> {
            HttpResponse<String> answer = Http.put(
                    servers.get(0).url() + "/" + path, JSON.writeValueAsString(question), "X-Consul-Token", MANAGEMENT);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return true;
        });
    }

    @Override
    public String patroniBlock() {
        return "consul: {host: '127.0.0.1:%d', token: %s}".formatted(servers.get(servers.size() - 1).port, PATRONI);
    }

    /**
     * The block {@code dcs} of the monitor.
     *
     * @param tokenFile null for none
     */
    public String monitorDcs(Path tokenFile) {
        return "dcs { %s }".formatted(monitorSettings(tokenFile));
    }

    /** What stands in it, or in a block {@code discover}. */
    public String monitorSettings(Path tokenFile) {
        return "kind = consul, namespace = service, endpoints = [%s]%s"
                .formatted(
                        servers.stream().map(server -> '"' + server.url() + '"').collect(Collectors.joining(", ")),
                        tokenFile == null ? "" : ", token-file = \"%s\"".formatted(tokenFile));
    }

    @Override
    public void dispose() {
        for (Server server : servers) {
            if (server.process != null) {
                server.process.close();
            }
            Target.deleteRecursively(server.data());
        }
    }
}
