package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The store that Patroni keeps its state in: one etcd, or some that make a quorum. Each finds its data and its ports again when
 * it is started again.
 */
public final class Etcd implements PatroniDcs {
    private static final Duration START = Duration.ofSeconds(20);

    private final List<Server> servers;

    Etcd(Path folder, Account account, int size) {
        List<Integer> peerPorts =
                IntStream.range(0, size).map(i -> Ports.free()).boxed().toList();
        String all = IntStream.range(0, size)
                .mapToObj(i -> "etcd-" + i + "=" + address(peerPorts.get(i)))
                .collect(Collectors.joining(","));
        servers = IntStream.range(0, size)
                .mapToObj(i -> new Server("etcd-" + i, peerPorts.get(i), all, folder, account))
                .toList();
    }

    /** One for itself, without a Patroni. */
    public static Etcd alone(Path folder) {
        return new Etcd(folder, Account.owning(folder), 1);
    }

    /** Enables authentication, with a user {@code monitor} who may read what begins with {@code prefix}. */
    public void enableAuthentication(String prefix, String password) {
        ctl("user", "add", "root:root");
        ctl("user", "grant-role", "root", "root");
        ctl("role", "add", "reader");
        ctl("role", "grant-permission", "--prefix=true", "reader", "read", prefix);
        ctl("user", "add", "monitor:" + password);
        ctl("user", "grant-role", "monitor", "reader");
        ctl("auth", "enable");
    }

    /** What was given to the user before is refused from now on. */
    public void changePassword(String password) {
        ctl("--user=root:root", "user", "delete", "monitor");
        ctl("--user=root:root", "user", "add", "monitor:" + password);
        ctl("--user=root:root", "user", "grant-role", "monitor", "reader");
    }

    private void ctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env", "ETCDCTL_API=3", "etcdctl", "--endpoints=" + endpoints().get(0)));
        command.addAll(List.of(arguments));
        Command.Result result = Command.run(command);
        if (result.exitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result.err());
        }
    }

    private static final class Server {
        private final String name;
        private final int port = Ports.free();
        private final int peerPort;
        private final String all;
        private final Path folder;
        private final Account account;
        private ServerProcess process;

        Server(String name, int peerPort, String all, Path folder, Account account) {
            this.name = name;
            this.peerPort = peerPort;
            this.all = all;
            this.folder = folder;
            this.account = account;
        }

        void start() {
            process = ServerProcess.start(
                    name,
                    folder,
                    account.command(
                            "etcd",
                            "--name=" + name,
                            "--data-dir=" + data(),
                            "--listen-client-urls=" + address(port),
                            "--advertise-client-urls=" + address(port),
                            "--listen-peer-urls=" + address(peerPort),
                            "--initial-advertise-peer-urls=" + address(peerPort),
                            "--initial-cluster=" + all));
        }

        void awaitHealthy() {
            process.awaitRunning(
                    "is healthy",
                    START,
                    () -> Http.get(address(port) + "/health").statusCode() == 200);
        }

        private Path data() {
            return folder.resolve(name + "-data");
        }
    }

    private static String address(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** For clients, as {@code http://127.0.0.1:2379}. */
    public List<String> endpoints() {
        return servers.stream().map(server -> address(server.port)).toList();
    }

    @Override
    public String patroniBlock() {
        return servers.stream()
                .map(server -> "'127.0.0.1:" + server.port + "'")
                .collect(Collectors.joining(", ", "etcd3: {hosts: [", "]}"));
    }

    @Override
    public void start() {
        servers.forEach(Server::start);
        servers.forEach(Server::awaitHealthy);
    }

    /** Returns when it takes part in the quorum. */
    public void start(int server) {
        servers.get(server).start();
        servers.get(server).awaitHealthy();
    }

    /** Nobody listens any more; what was stored stays. */
    public void stop() {
        servers.forEach(server -> server.process.stop(Duration.ofSeconds(10)));
    }

    public void kill9(int server) {
        servers.get(server).process.signal("KILL");
        servers.get(server).process.awaitExit(Duration.ofSeconds(10));
    }

    /** Writes one key, as somebody else's Patroni would. */
    public void put(String key, String value) {
        ask("kv/put", "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(base64(key), base64(value)));
    }

    /** One that goes with its lease. */
    public void put(String key, String value, Duration lease) {
        String granted = ask("lease/grant", "{\"TTL\":%d}".formatted(lease.toSeconds()));
        String id = granted.replaceAll(".*\"ID\":\"(\\d+)\".*", "$1");
        ask("kv/put", "{\"key\":\"%s\",\"value\":\"%s\",\"lease\":\"%s\"}".formatted(base64(key), base64(value), id));
    }

    private String ask(String method, String question) {
        try {
            HttpResponse<String> answer = Http.post(endpoints().get(0) + "/v3/" + method, question);
            if (answer.statusCode() != 200) {
                throw new AssertionError("etcd refuses " + method + ": HTTP status " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** It takes connections and answers none. */
    public void freeze(int server) {
        servers.get(server).process.signal("STOP");
    }

    public void thaw(int server) {
        servers.get(server).process.signal("CONT");
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
