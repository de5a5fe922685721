package io.greenlang.patroni.monitor.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real node_exporter of this machine, with every collector that is on by default. */
public final class NodeExporter implements AutoCloseable {
    private final int port;
    private final ServerProcess process;

    private NodeExporter(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Returns when it answers. */
    public static NodeExporter start(Path folder) {
        int port = Ports.free();
        List<String> command = List.of(
                "prometheus-node-exporter",
                "--web.listen-address=127.0.0.1:" + port,
                // by default it leaves out what a checkout may lie in, such as /media and /run
                "--collector.filesystem.mount-points-exclude=^/proc$");
        NodeExporter exporter = new NodeExporter(port, ServerProcess.start("node-exporter", folder, command));
        exporter.process.awaitRunning(
                "answers",
                Duration.ofSeconds(20),
                () -> Http.get(exporter.url()).statusCode() == 200);
        return exporter;
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/metrics";
    }

    @Override
    public void close() {
        process.close();
    }
}
