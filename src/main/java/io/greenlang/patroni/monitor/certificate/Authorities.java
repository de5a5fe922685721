package io.greenlang.patroni.monitor.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The authorities that a client trusts, and when they end. Immutable. */
public final class Authorities {
    /** For a client that does not tell whom it trusts. */
    public static final Authorities UNKNOWN = new Authorities(Map.of());

    private final Map<X500Principal, Instant> ends;

    private Authorities(Map<X500Principal, Instant> ends) {
        this.ends = ends;
    }

    /** Of several with one name, the one that lasts longest counts: a renewed authority stands beside the old one for a while. */
    public static Authorities of(X509Certificate... trusted) {
        Map<X500Principal, Instant> ends = new HashMap<>();
        for (X509Certificate authority : trusted) {
            ends.merge(
                    authority.getSubjectX500Principal(),
                    authority.getNotAfter().toInstant(),
                    (one, other) -> one.isAfter(other) ? one : other);
        }
        return new Authorities(ends);
    }

    Optional<Instant> endOf(X500Principal name) {
        return Optional.ofNullable(ends.get(name));
    }
}
