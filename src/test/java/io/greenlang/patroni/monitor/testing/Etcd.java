package io.greenlang.patroni.monitor.testing;

import java.nio.file.Path;
import java.time.Duration;

/** The store that Patroni keeps its state in; it finds its data and its port again when it is started again. */
final class Etcd {
    private final int port = Ports.free();
    private final int peerPort = Ports.free();
    private final Path folder;
    private final Account account;
    private ServerProcess process;

    Etcd(Path folder, Account account) {
        this.folder = folder;
        this.account = account;
    }

    int port() {
        return port;
    }

    void start() {
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + peerPort;
        process = ServerProcess.start(
                "etcd",
                folder,
                account.command(
                        "etcd",
                        "--data-dir=" + data(),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer));
        process.awaitRunning(
                "is healthy",
                Duration.ofSeconds(20),
                () -> Http.get(client + "/health").statusCode() == 200);
    }

    /** Nobody listens any more; what was stored stays. */
    void stop() {
        process.stop(Duration.ofSeconds(10));
    }

    /** The end of the fixture: its data is deleted. */
    void dispose() {
        if (process != null) {
            process.close();
        }
        Target.deleteRecursively(data());
    }

    private Path data() {
        return folder.resolve("etcd-data");
    }
}
