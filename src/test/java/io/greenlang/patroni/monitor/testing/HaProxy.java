package io.greenlang.patroni.monitor.testing;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HAProxy on loopback before a cluster's members, as Patroni's documentation sets it up. */
public final class HaProxy implements AutoCloseable {
    private static final String DEFAULTS = """
            global
              maxconn 100
            defaults
              mode tcp
              timeout connect 2s
              timeout client 1m
              timeout server 1m
              timeout check 2s
            """;

    private final ServerProcess process;

    private HaProxy(ServerProcess process) {
        this.process = process;
    }

    /**
     * One entry that applications use.
     *
     * @param healthPath of Patroni's REST API that those must answer with 200 which get connections; empty for no check
     */
    public record Entry(int port, String healthPath, List<String> members) {}

    /** Returns when it listens. */
    public static HaProxy start(Path folder, RealCluster cluster, List<Entry> entries) {
        String text =
                DEFAULTS + entries.stream().map(entry -> text(entry, cluster)).collect(joining());
        try {
            Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), text);
            ServerProcess process =
                    ServerProcess.start("haproxy", folder, List.of("haproxy", "-db", "-f", configuration.toString()));
            entries.forEach(entry -> process.awaitPort(entry.port()));
            return new HaProxy(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Entry entry, RealCluster cluster) {
        boolean checks = !entry.healthPath().isEmpty();
        String check = checks ? """
                    option httpchk OPTIONS %s
                    http-check expect status 200
                    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
                  """.formatted(entry.healthPath()) : "";
        String servers = entry.members().stream()
                .map(member -> "  server %s 127.0.0.1:%d%s%n"
                        .formatted(
                                member,
                                cluster.pgPort(member),
                                checks ? " check port " + cluster.restPort(member) : ""))
                .collect(joining());
        return "listen entry-%d%n  bind 127.0.0.1:%d%n%s%s".formatted(entry.port(), entry.port(), check, servers);
    }

    /** SIGSTOP: the kernel accepts connections, and nobody serves them. */
    public void freeze() {
        process.signal("STOP");
    }

    public void thaw() {
        process.signal("CONT");
    }

    /** SIGKILL: nobody listens any more. */
    @Override
    public void close() {
        process.close();
    }
}
