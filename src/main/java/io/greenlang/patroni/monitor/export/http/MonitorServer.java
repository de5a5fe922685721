package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.HttpConfig.ServerTls;
import io.greenlang.patroni.monitor.export.http.server.Port;
import io.greenlang.patroni.monitor.export.http.server.PortLimits;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's HTTP side. Answers from the last report and never asks a node. {@code start} and {@code close} belong to
 * one thread; everything else is safe for concurrent use.
 */
public final class MonitorServer implements AutoCloseable {
    /** Of pages: a client that goes away leaves the wish, so that these would fill the memory. */
    private static final int MOST_WAITING = 64;

    private final HttpConfig config;
    private final PortLimits limits;
    private final Router router;
    /** A thread each, so that scrapes wait for no page, and neither for the other's core. */
    private final ExecutorService scrapes = renderer("http-metrics");

    private final ExecutorService pages = renderer("http-pages");
    private volatile boolean shuttingDown;
    private volatile @Nullable Port port;
    private @Nullable CertificateWatch certificate;
    private volatile Optional<CertificateEnd> certificateEnd = Optional.empty();

    public MonitorServer(HttpConfig config, Served served) {
        this(config, served, PortLimits.usual());
    }

    MonitorServer(HttpConfig config, Served served, PortLimits limits) {
        this.config = config;
        this.limits = limits;
        MetricsPages metrics = new MetricsPages(served.registry(), served.reports(), served.clock(), scrapes, pages);
        Endpoints endpoints = new Endpoints(served, metrics, () -> shuttingDown);
        this.router = new Router(endpoints::at, new AccessGuard(config.basicAuth()), pages);
    }

    /** @throws IOException when the address can't be listened on, or the certificate can't be used */
    public void start() throws IOException {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        String shown = config.host() + ":" + config.port();
        if (address.isUnresolved()) {
            throw new IOException("can't listen on " + shown + ": the host name has no address");
        }
        ServerCertificate tls = config.tls() == null ? null : ServerCertificate.read(config.tls());
        certificateEnd = tls == null ? Optional.empty() : tls.end();
        Port created = new Port(limits, tls == null ? null : tls.context(), SteadyClock.start(), router);
        try {
            created.open(address);
        } catch (IOException e) {
            throw new IOException("can't listen on " + shown + ": " + e.getMessage(), e);
        }
        port = created;
        watchCertificate(created);
    }

    /** Connections that begin after a change get the new one. */
    private void watchCertificate(Port opened) {
        ServerTls tls = config.tls();
        if (tls != null) {
            CertificateWatch watch = new CertificateWatch(tls, () -> {
                ServerCertificate renewed = ServerCertificate.read(tls);
                opened.renew(renewed.context());
                certificateEnd = renewed.end();
            });
            watch.start();
            certificate = watch;
        }
    }

    /**
     * The port that is listened on, also when the configuration left the choice to the system.
     *
     * @throws IllegalStateException before {@code start}
     */
    public int port() {
        Port opened = port;
        if (opened == null) {
            throw new IllegalStateException("not started");
        }
        return opened.number();
    }

    /** When the certificate ends that is shown now; empty for plain HTTP. */
    public Optional<CertificateEnd> certificateEnd() {
        return certificateEnd;
    }

    /** From now on not ready, so that nobody sends new work; everything else is still answered. */
    public void beginShutdown() {
        shuttingDown = true;
    }

    /** Stops listening and drops what is not answered yet. */
    @Override
    public void close() {
        beginShutdown();
        if (certificate != null) {
            certificate.close();
        }
        Port opened = port;
        if (opened != null) {
            opened.close();
        }
        scrapes.shutdownNow();
        pages.shutdownNow();
    }

    private static ExecutorService renderer(String name) {
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> new Thread(task, name));
    }
}
