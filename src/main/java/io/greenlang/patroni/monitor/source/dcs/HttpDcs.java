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

/** A DCS that is asked over HTTP: what is the same whichever it is. */
abstract class HttpDcs implements DcsSource {
    private final Rotation rotation;
    private final DcsHttp http;
    private final Clock clock;

    HttpDcs(Rotation rotation, DcsHttp http, Clock clock) {
        this.rotation = rotation;
        this.http = http;
        this.clock = clock;
    }

    abstract Health healthOf(URI endpoint, Duration timeout) throws UnusableAnswerException;

    /** An answer with keys. */
    abstract Answer<Keys> keysOf(URI endpoint, Duration timeout) throws UnusableAnswerException;

    @Override
    public final List<URI> endpoints() {
        return rotation.endpoints();
    }

    @Override
    public final Answer<Health> health(URI endpoint, Duration timeout) {
        Instant asked = clock.instant();
        return rotation.one(
                endpoint, timeout, (one, left) -> Answer.answered(healthOf(one, left), asked, clock.instant()));
    }

    @Override
    public final Answer<Keys> keys(Duration timeout) {
        return rotation.first(timeout, this::keysOf);
    }

    @Override
    public final Optional<CertificateEnd> certificate(URI endpoint) {
        return http.certificate(endpoint);
    }

    @Override
    public final Optional<CertificateEnd> ownCertificate() {
        return http.ownCertificate();
    }

    @Override
    public final void close() {
        http.close();
    }
}
