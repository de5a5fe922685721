package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real DNS server, dnsmasq, on a loopback address of its own, and a way to run one process that asks it and nobody else.
 * A resolver only knows port 53, hence root or sudo.
 */
public final class NameServer implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder;
    private final String address;
    private final Map<String, List<String>> hosts = new TreeMap<>();
    private ServerProcess process;

    private NameServer(Path folder) {
        this.folder = folder;
        // 127.53.x.y: beside whatever listens on port 53 of 127.0.0.1
        int own = Ports.free() % 65_000;
        this.address = "127.53." + own / 256 + "." + (own % 254 + 1);
    }

    /** @param hosts name to addresses */
    public static NameServer start(Path folder, Map<String, List<String>> hosts) {
        NameServer server = new NameServer(folder);
        server.hosts.putAll(hosts);
        server.write();
        server.process = ServerProcess.start(
                "dnsmasq",
                folder,
                Account.asRoot(
                        "dnsmasq",
                        "--keep-in-foreground",
                        "--log-facility=-",
                        "--conf-file=/dev/null",
                        "--user=root",
                        "--pid-file=" + server.pidFile(),
                        "--no-resolv",
                        "--no-hosts",
                        "--addn-hosts=" + server.file(),
                        "--listen-address=" + server.address,
                        "--bind-interfaces",
                        "--local-ttl=0"));
        server.process.awaitRunning("answers", SOON, server::answersForAll);
        return server;
    }

    /** From when this returns, the server says so. */
    public void move(String name, String newAddress) {
        hosts.put(name, List.of(newAddress));
        write();
        signal("HUP");
        Await.until("DNS says so", SOON, () -> lookup(name).equals(List.of(newAddress)));
    }

    /** Puts this before a command: it then asks this server for every name. */
    public List<String> asked() {
        String mount = "mount --bind " + folder.resolve("resolv.conf") + " /etc/resolv.conf && exec \"$@\"";
        String unshare = Account.isRoot() ? "unshare" : "unshare --map-root-user";
        return List.of("sh", "-c", "exec " + unshare + " --mount sh -c '" + mount + "' sh \"$@\"", "sh");
    }

    private boolean answersForAll() {
        return hosts.entrySet().stream().allMatch(host -> lookup(host.getKey()).containsAll(host.getValue()));
    }

    private List<String> lookup(String name) {
        List<String> command = new ArrayList<>(asked());
        command.addAll(List.of("getent", "ahostsv4", name));
        return Command.run(command)
                .out()
                .lines()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .distinct()
                .toList();
    }

    private Path file() {
        return folder.resolve("hosts");
    }

    private void write() {
        StringBuilder text = new StringBuilder();
        hosts.forEach((name, addresses) -> addresses.forEach(
                host -> text.append(host).append(' ').append(name).append('\n')));
        try {
            Files.writeString(file(), text);
            Files.writeString(folder.resolve("resolv.conf"), "nameserver " + address + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pidFile() {
        return folder.resolve("dnsmasq-itself.pid");
    }

    /** Behind sudo it is another process than the one that was started. */
    private void signal(String signal) {
        String command = "kill -s " + signal + " $(cat " + pidFile() + ")";
        Command.run(Account.asRoot("sh", "-c", command)).orThrow(command);
    }

    @Override
    public void close() {
        signal("TERM");
        process.close();
    }
}
