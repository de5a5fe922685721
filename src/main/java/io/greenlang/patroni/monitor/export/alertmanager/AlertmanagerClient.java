package io.greenlang.patroni.monitor.export.alertmanager;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.AlertmanagerConfig;
import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.Certificate.Use;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import io.greenlang.patroni.monitor.net.Authorization;
import io.greenlang.patroni.monitor.net.HttpTransport;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Alertmanager, told on a thread of its own, so that one that hangs delays nobody. Holds one message at most: a newer
 * one replaces what is not sent yet. Safe for concurrent use.
 */
final class AlertmanagerClient implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(AlertmanagerClient.class);

    private final String name;
    private final URI base;
    private final Duration timeout;
    private final HttpTransport transport;
    private final OwnMetrics metrics;
    private final ExecutorService thread;
    private final AtomicReference<@Nullable String> unsent = new AtomicReference<>();

    @GuardedBy("this") private boolean failing;

    @GuardedBy("this") private boolean closed;

    /**
     * @param name for metrics and log
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    AlertmanagerClient(String name, URI base, AlertmanagerConfig config, OwnMetrics metrics) {
        this.name = name;
        this.base = base;
        this.timeout = config.timeout();
        this.metrics = metrics;
        BasicAuth auth = config.basicAuth();
        this.transport = new HttpTransport(
                auth == null ? Authorization.NONE : Authorization.basic(auth.username(), auth.password()),
                config.tls(),
                call -> EventListener.NONE);
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread named = new Thread(task, "push-" + name);
                    named.setDaemon(true);
                    return named;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    String name() {
        return name;
    }

    /** Returns at once. */
    void tell(String message) {
        if (unsent.getAndSet(message) == null) {
            thread.execute(this::send);
        }
    }

    /** That which it showed last, and that which is shown to it, where there are any; by the wall clock. */
    Stream<Certificate> certificates() {
        HttpUrl url = HttpUrl.parse(base.toString());
        return Stream.concat(
                (url == null ? Optional.<CertificateEnd>empty() : transport.certificate(url))
                        .map(end -> Certificate.of(Use.ALERTMANAGER, null, end, ClockOffset.NONE)).stream(),
                transport
                        .ownCertificate()
                        .map(end -> Certificate.of(Use.MONITOR_TO_ALERTMANAGER, null, end, ClockOffset.NONE))
                        .stream());
    }

    private void send() {
        String message = unsent.getAndSet(null);
        if (message == null) {
            return;
        }
        try {
            int status = transport.post(endpoint(), message, timeout).status();
            if (status / 100 != 2) {
                throw UnusableAnswerException.unexpectedStatus(status);
            }
            taken();
        } catch (UnusableAnswerException e) {
            failed(new Failure(e.kind(), e.detail()));
        } catch (Throwable bug) {
            if (!failing()) {
                logger.error("A bug in the monitor lost a message to Alertmanager {}", name, bug);
            }
            failed(new Failure(FailureKind.INTERNAL, "a bug in the monitor"));
        }
    }

    private HttpUrl endpoint() throws UnusableAnswerException {
        HttpUrl url = HttpUrl.parse(base.toString());
        if (url == null) {
            throw new UnusableAnswerException(FailureKind.NO_ADDRESS, "no http or https address with a usable host");
        }
        return url.newBuilder().addPathSegments("api/v2/alerts").build();
    }

    private synchronized void taken() {
        if (closed) {
            return;
        }
        if (failing) {
            logger.atInfo().addKeyValue("alertmanager", name).log("Alertmanager {} takes alerts again", name);
        }
        failing = false;
        metrics.alertsTaken(name);
    }

    private synchronized boolean failing() {
        return failing;
    }

    /** The last message was not taken. */
    synchronized void failed(Failure failure) {
        if (closed) {
            return;
        }
        if (!failing) {
            logger.atWarn()
                    .addKeyValue("alertmanager", name)
                    .log("Alertmanager {} does not take alerts: {}", name, failure);
        }
        failing = true;
        metrics.alertsNotTaken(name, failure.kind());
    }

    /** Gives up the message that is under way, and does not wait for that. */
    @Override
    public synchronized void close() {
        closed = true;
        thread.shutdownNow();
        transport.close();
        metrics.forgetAlertmanager(name);
    }
}
