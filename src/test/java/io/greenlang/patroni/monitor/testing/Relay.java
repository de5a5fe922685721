package io.greenlang.patroni.monitor.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server of the fixture under another loopback address and port, as a pod has it: socat passes everything on. */
public final class Relay implements AutoCloseable {
    private final ServerProcess process;

    private Relay(ServerProcess process) {
        this.process = process;
    }

    /** @param target a port on 127.0.0.1 */
    public static Relay start(Path folder, String address, int port, int target) {
        ServerProcess process = ServerProcess.start(
                "relay-" + address + "-" + port,
                folder,
                List.of(
                        "socat",
                        "TCP-LISTEN:" + port + ",bind=" + address + ",reuseaddr,fork",
                        "TCP:127.0.0.1:" + target));
        process.awaitRunning("listens", Duration.ofSeconds(20), () -> Ports.isOpen(address, port));
        return new Relay(process);
    }

    /** As a pod that is gone: nothing is answered any more, not even a refusal, on old connections and new ones. */
    public void vanish() {
        Processes.signalGroup("STOP", process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
