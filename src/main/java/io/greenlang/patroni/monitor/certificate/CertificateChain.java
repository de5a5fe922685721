package io.greenlang.patroni.monitor.certificate;

import io.greenlang.patroni.monitor.model.CertificateEnd;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * When a chain ends. It is followed by names alone, from the certificate itself up to an authority that is trusted, or as far
 * as it goes; what stands beside this path does not count.
 */
public final class CertificateChain {
    private CertificateChain() {}

    /**
     * The first end on the path; empty for no X.509 certificate at all. Nothing of the chain is verified.
     *
     * @param shown the certificate itself, then those of authorities in any order
     * @param trusted where the path ends; their own dates count instead of those that are shown
     */
    public static Optional<CertificateEnd> firstEnd(List<? extends Certificate> shown, Authorities trusted) {
        List<X509Certificate> others = new ArrayList<>(shown.stream()
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList());
        if (others.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate last = others.remove(0);
        CertificateEnd first = new CertificateEnd(end(last), false);
        while (true) {
            X500Principal issuer = last.getIssuerX500Principal();
            Optional<Instant> authority = trusted.endOf(issuer);
            if (authority.isPresent()) {
                return Optional.of(earlier(first, authority.get()));
            }
            Optional<X509Certificate> next = isSelfIssued(last) ? Optional.empty() : take(others, issuer);
            if (next.isEmpty()) {
                return Optional.of(first);
            }
            last = next.get();
            first = earlier(first, end(last));
        }
    }

    /** Takes it away, so that a chain that bites its own tail comes to an end. */
    private static Optional<X509Certificate> take(List<X509Certificate> others, X500Principal subject) {
        Optional<X509Certificate> found = others.stream()
                .filter(other -> other.getSubjectX500Principal().equals(subject))
                .findFirst();
        found.ifPresent(others::remove);
        return found;
    }

    private static CertificateEnd earlier(CertificateEnd first, Instant ofIssuer) {
        return ofIssuer.isBefore(first.notAfter()) ? new CertificateEnd(ofIssuer, true) : first;
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
