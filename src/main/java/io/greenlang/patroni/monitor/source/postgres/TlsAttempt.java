package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.certificate.Authorities;
import io.greenlang.patroni.monitor.certificate.CertificateChain;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, and when the certificate ends that the server showed in it. The driver makes its sockets by name and
 * on a thread of its own, and hands them only texts: so that they find the attempt by its number. Safe for concurrent use.
 */
final class TlsAttempt implements AutoCloseable {
    private static final Map<String, TlsAttempt> UNDER_WAY = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    private final String number = Long.toString(LAST.incrementAndGet());
    private volatile @Nullable CertificateEnd shown;

    private TlsAttempt() {}

    static TlsAttempt begin() {
        TlsAttempt attempt = new TlsAttempt();
        UNDER_WAY.put(attempt.number, attempt);
        return attempt;
    }

    /** For those that the driver makes. */
    String number() {
        return number;
    }

    /** Null when the server showed none. */
    @Nullable CertificateEnd certificate() {
        return shown;
    }

    /** The handshake of that attempt is over; one that was given up is forgotten. */
    static void succeeded(String number, SSLSession session) {
        try {
            showed(number, List.of(session.getPeerCertificates()));
        } catch (SSLPeerUnverifiedException nothingShown) {
            showed(number, List.of());
        }
    }

    /** It failed: where that is for the certificate, the reason has the chain. */
    static void failed(String number, SSLException reason) {
        for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException invalid && invalid.getCertPath() != null) {
                showed(number, invalid.getCertPath().getCertificates());
            }
        }
    }

    private static void showed(String number, List<? extends Certificate> chain) {
        TlsAttempt attempt = UNDER_WAY.get(number);
        if (attempt != null) {
            CertificateChain.firstEnd(chain, Authorities.UNKNOWN).ifPresent(end -> attempt.shown = end);
        }
    }

    @Override
    public void close() {
        UNDER_WAY.remove(number);
    }
}
