package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One cluster's part of the DCS, read directly. Every question blocks the caller; whatever the DCS does becomes an
 * {@link Answer}, never an exception. It is only ever read. Safe for concurrent use.
 */
public interface DcsSource extends AutoCloseable {
    /** As they are configured. */
    List<URI> endpoints();

    /**
     * How one endpoint is by its own word.
     *
     * @param endpoint one of {@link #endpoints}
     * @param timeout for the question as a whole
     */
    Answer<Health> health(URI endpoint, Duration timeout);

    /**
     * What Patroni keeps about the cluster, as the quorum has it: of the first endpoint that gives it, beginning with the one
     * that did last.
     *
     * @param timeout for all questions together
     */
    Answer<Keys> keys(Duration timeout);

    /** When the certificate ends that an endpoint showed last; empty where it shows none. Returns at once. */
    Optional<CertificateEnd> certificate(URI endpoint);

    /** When the certificate ends that is shown to endpoints that want one; empty where none is configured. */
    Optional<CertificateEnd> ownCertificate();

    /** Ends the questions in flight. */
    @Override
    void close();
}
