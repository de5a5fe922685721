package io.greenlang.patroni.monitor.testing.bench;

import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Debian's postgres_exporter as it comes, one for each node of a cluster. */
final class Exporters implements AutoCloseable {
    private final List<ServerProcess> processes = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();

    static Exporters start(RealCluster cluster) throws IOException {
        Exporters exporters = new Exporters();
        Path folder = Target.newFolder("exporters");
        Path passwords = passwords(folder, cluster.monitorPassword());
        for (String node : cluster.names()) {
            int port = Ports.free();
            ServerProcess process = ServerProcess.start(
                    "exporter-" + node,
                    folder,
                    List.of("prometheus-postgres-exporter", "--web.listen-address=127.0.0.1:" + port),
                    Map.of(
                            "DATA_SOURCE_NAME",
                            "postgresql://patroni_monitor@127.0.0.1:%d/postgres?sslmode=disable"
                                    .formatted(cluster.pgPort(node)),
                            "PGPASSFILE",
                            passwords.toString()));
            exporters.processes.add(process);
            process.awaitPort(port);
            exporters.urls.add("http://127.0.0.1:" + port + "/metrics");
        }
        return exporters;
    }

    /** The exporter of Debian 12 takes no password with a blank in its own settings. */
    private static Path passwords(Path folder, String password) throws IOException {
        Path file = Files.createFile(
                folder.resolve("pgpass"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String escaped = password.replace("\\", "\\\\").replace(":", "\\:");
        return Files.writeString(file, "*:*:*:patroni_monitor:" + escaped + "\n");
    }

    Stream<String> urls() {
        return urls.stream();
    }

    List<Long> pids() {
        return processes.stream().map(ServerProcess::pid).toList();
    }

    @Override
    public void close() {
        processes.forEach(ServerProcess::close);
    }
}
