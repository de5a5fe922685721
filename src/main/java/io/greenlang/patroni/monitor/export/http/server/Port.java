package io.greenlang.patroni.monitor.export.http.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Listens, and keeps slow and many clients from stopping the process. {@code open} and {@code close} belong to one thread;
 * everything else is safe for concurrent use.
 */
public final class Port implements AutoCloseable {
    /** Nobody waits on them, so few are enough for any number of clients. */
    private static final int READING_THREADS = 6;

    private static final int BACKLOG = 512;
    private static final int POOLED_BUFFER_BYTES = 1 << 20;
    private static final int SMALLEST_BUFFER = 1 << 12;
    private static final int LARGEST_BUFFER = 1 << 16;
    private static final int SWEEPS_PER_LIMIT = 4;
    private static final int THREAD_IDLE_MILLIS = 60_000;
    private static final String HTTP = "HTTP/1.1";

    private final PortLimits limits;
    private final Server server;
    private volatile int number;
    private final ServerConnector connector;
    private final SslContextFactory.@Nullable Server tls;
    private final Connections connections;

    /**
     * @param tls null for plain HTTP
     * @param clock on which time only passes
     */
    public Port(PortLimits limits, @Nullable SSLContext tls, InstantSource clock, Answering answering) {
        this.limits = limits;
        this.tls = tls == null ? null : TlsRules.of(tls);
        this.connections = new Connections(limits, clock);
        this.server = new Server(
                threads(),
                new ScheduledExecutorScheduler("http-timer", false),
                new ArrayByteBufferPool(
                        SMALLEST_BUFFER,
                        SMALLEST_BUFFER,
                        LARGEST_BUFFER,
                        -1,
                        POOLED_BUFFER_BYTES,
                        POOLED_BUFFER_BYTES));
        this.connector = connector();
        server.setDynamic(false);
        server.setStopTimeout(0);
        server.setErrorHandler(CallHandler::answerUnreadable);
        server.setHandler(new CallHandler(answering, limits, connections));
        server.addConnector(connector);
    }

    /** @throws IOException when the address can't be listened on */
    public void open(InetSocketAddress address) throws IOException {
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        try {
            connector.open();
            number = connector.getLocalPort();
            server.start();
        } catch (IOException e) {
            close();
            throw rootOf(e);
        } catch (Exception e) {
            close();
            throw new IOException(e.getMessage(), e);
        }
        sweepLater();
    }

    /** That is or was listened on, also when the choice was left to the system. */
    public int number() {
        return number;
    }

    /** Connections that begin from now on get this context; the others stay. Ignored without TLS. */
    public void renew(SSLContext context) throws IOException {
        if (tls == null) {
            return;
        }
        try {
            tls.reload(factory -> factory.setSslContext(context));
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Stops listening and drops what is not answered yet. */
    @Override
    public void close() {
        try {
            connector.close();
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }

    private void sweepLater() {
        long pause = limits.arriving().dividedBy(SWEEPS_PER_LIMIT).toMillis();
        server.getScheduler().schedule(this::sweep, pause, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        connections.sweep();
        if (server.isRunning()) {
            sweepLater();
        }
    }

    private static IOException rootOf(IOException e) {
        return e.getCause() instanceof IOException cause ? cause : e;
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(READING_THREADS, 1, THREAD_IDLE_MILLIS, 0, null, null);
        threads.setName("http");
        return threads;
    }

    private ServerConnector connector() {
        HttpConnectionFactory http = new HttpConnectionFactory(configuration());
        ServerConnector made = tls == null
                ? new ServerConnector(server, 0, 1, http)
                : new ServerConnector(server, 0, 1, new SslConnectionFactory(tls, HTTP), http);
        made.setAcceptQueueSize(BACKLOG);
        made.setAcceptedTcpNoDelay(true);
        made.setIdleTimeout(limits.idle().toMillis());
        made.addEventListener(connections);
        return made;
    }

    private HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(limits.head());
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setMaxUnconsumedRequestContentReads(1);
        // else Jetty adds one that refuses requests by another name than the certificate's, as a scrape by IP
        // address does
        http.addCustomizer(new SecureRequestCustomizer(false));
        return http;
    }
}
