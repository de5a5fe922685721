package io.greenlang.patroni.monitor.export.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.greenlang.patroni.monitor.config.HttpConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's HTTP side. Answers from the last report and never asks a node. {@code start} and {@code close} belong to
 * one thread; everything else is safe for concurrent use.
 */
public final class MonitorServer implements AutoCloseable {
    private static final int BACKLOG = 64;

    static {
        ServerLimits.apply();
    }

    private final HttpConfig config;
    private final Router router;
    private final ExecutorService workers = ServerLimits.workers();
    private volatile boolean shuttingDown;
    private @Nullable HttpServer server;

    public MonitorServer(HttpConfig config, Served served) {
        this.config = config;
        Endpoints endpoints = new Endpoints(served, () -> shuttingDown);
        this.router = new Router(endpoints::at, new AccessGuard(config.basicAuth()));
    }

    /** @throws IOException when the address can't be listened on, or the certificate can't be used */
    public void start() throws IOException {
        HttpServer created = config.tls() == null ? HttpServer.create() : secured(config.tls());
        bind(created);
        created.createContext("/", router);
        created.setExecutor(workers);
        created.start();
        server = created;
    }

    /**
     * The port that is listened on, also when the configuration left the choice to the system.
     *
     * @throws IllegalStateException before {@code start}
     */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.getAddress().getPort();
    }

    /** From now on not ready, so that nobody sends new work; everything else is still answered. */
    public void beginShutdown() {
        shuttingDown = true;
    }

    /** Stops listening and drops what is not answered yet. */
    @Override
    public void close() {
        beginShutdown();
        if (server != null) {
            server.stop(0);
        }
        workers.shutdownNow();
    }

    private static HttpServer secured(HttpConfig.ServerTls tls) throws IOException {
        HttpsServer secured = HttpsServer.create();
        secured.setHttpsConfigurator(new HttpsConfigurator(ServerCertificate.context(tls)));
        return secured;
    }

    private void bind(HttpServer created) throws IOException {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        String shown = config.host() + ":" + config.port();
        if (address.isUnresolved()) {
            throw new IOException("can't listen on " + shown + ": the host name has no address");
        }
        try {
            created.bind(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException("can't listen on " + shown + ": " + e.getMessage(), e);
        }
    }
}
