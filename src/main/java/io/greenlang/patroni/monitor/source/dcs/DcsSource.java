package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One cluster's part of the DCS, read directly, over HTTP: what is the same whichever DCS it is. Every question blocks the
 * caller; whatever the DCS does becomes an {@link Answer}, never an exception. It is only ever read. Safe for concurrent use.
 */
public abstract class DcsSource implements AutoCloseable {
    private final Rotation rotation;
    private final DcsHttp http;
    private final Clock clock;

    DcsSource(Rotation rotation, DcsHttp http, Clock clock) {
        this.rotation = rotation;
        this.http = http;
        this.clock = clock;
    }

    abstract Health healthOf(URI endpoint, Duration timeout) throws UnusableAnswerException;

    /** An answer with keys. */
    abstract Answer<Keys> keysOf(URI endpoint, Duration timeout) throws UnusableAnswerException;

    /** As they are configured. */
    public final List<URI> endpoints() {
        return rotation.endpoints();
    }

    /**
     * How one endpoint is by its own word.
     *
     * @param endpoint one of {@link #endpoints}
     * @param timeout for the question as a whole
     */
    public final Answer<Health> health(URI endpoint, Duration timeout) {
        Instant asked = clock.instant();
        return rotation.one(
                endpoint, timeout, (one, left) -> Answer.answered(healthOf(one, left), asked, clock.instant()));
    }

    /**
     * What Patroni keeps about the cluster, as the quorum has it: of the first endpoint that gives it, beginning with the one
     * that did last.
     *
     * @param timeout for all questions together
     */
    public final Answer<Keys> keys(Duration timeout) {
        return rotation.first(timeout, this::keysOf);
    }

    /** When the certificate ends that an endpoint showed last; empty where it shows none. Returns at once. */
    public final Optional<CertificateEnd> certificate(URI endpoint) {
        return http.certificate(endpoint);
    }

    /** When the certificate ends that is shown to endpoints that want one; empty where none is configured. */
    public final Optional<CertificateEnd> ownCertificate() {
        return http.ownCertificate();
    }

    /** Ends the questions in flight. */
    @Override
    public final void close() {
        http.close();
    }
}
