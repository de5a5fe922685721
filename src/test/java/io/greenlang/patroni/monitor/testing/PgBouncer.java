package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** PgBouncer on loopback in transaction mode, which lets in one user by SCRAM and takes no startup parameter that it doesn't know. */
public final class PgBouncer implements AutoCloseable {
    private final int port;
    private final ServerProcess process;

    private PgBouncer(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Returns when it listens.
     *
     * @param serverPort of the PostgreSQL, or the proxy, on loopback that it opens its own connections to
     */
    public static PgBouncer start(Path folder, int serverPort, String user, String password) {
        Account account = Account.owning(folder);
        int port = Ports.free();
        try {
            Path users = Files.writeString(
                    folder.resolve("userlist-%d.txt".formatted(port)), "\"%s\" \"%s\"%n".formatted(user, password));
            Path configuration = Files.writeString(
                    folder.resolve("pgbouncer-%d.ini".formatted(port)), """
                    [databases]
                    postgres = host=127.0.0.1 port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = scram-sha-256
                    auth_file = %s
                    pool_mode = transaction
                    default_pool_size = 2
                    server_login_retry = 1
                    """.formatted(serverPort, port, users));
            ServerProcess process = ServerProcess.start(
                    "pgbouncer-" + port, folder, account.command("pgbouncer", configuration.toString()));
            process.awaitPort(port);
            return new PgBouncer(port, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String logText() {
        return process.logText();
    }

    /** SIGKILL: nobody listens any more. */
    @Override
    public void close() {
        process.close();
    }
}
