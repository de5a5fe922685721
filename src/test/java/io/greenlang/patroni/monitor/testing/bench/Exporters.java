package io.greenlang.patroni.monitor.testing.bench;

import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import io.greenlang.patroni.monitor.testing.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Debian's postgres_exporter as it comes, one for each node of a cluster. */
final class Exporters implements AutoCloseable {
    private final List<ServerProcess> processes = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();

    static Exporters start(RealCluster cluster) {
        Exporters exporters = new Exporters();
        Path folder = Target.newFolder("exporters");
        for (String node : cluster.names()) {
            int port = Ports.free();
            String source = "postgresql://patroni_monitor:%s@127.0.0.1:%d/postgres?sslmode=disable"
                    .formatted(cluster.monitorPassword(), cluster.pgPort(node));
            ServerProcess process = ServerProcess.start(
                    "exporter-" + node,
                    folder,
                    List.of("prometheus-postgres-exporter", "--web.listen-address=127.0.0.1:" + port),
                    Map.of("DATA_SOURCE_NAME", source));
            exporters.processes.add(process);
            process.awaitPort(port);
            exporters.urls.add("http://127.0.0.1:" + port + "/metrics");
        }
        return exporters;
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
