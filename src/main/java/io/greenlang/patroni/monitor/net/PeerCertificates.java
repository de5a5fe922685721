package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.certificate.Authorities;
import io.greenlang.patroni.monitor.certificate.CertificateChain;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import java.io.IOException;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * When the certificates end that servers show to one client, by host and port: what the last connection to there showed, also
 * when it was refused for it. A call that gets to no certificate takes away what was known. And when the one ends that the
 * client shows to them. Safe for concurrent use.
 */
final class PeerCertificates {
    /** More than any cluster has; pods get new addresses for ever. One that is forgotten is shown again. */
    private static final int MOST = 200;

    private final Map<String, Shown> byAddress = new ConcurrentHashMap<>();
    private final AtomicLong handshakes = new AtomicLong();

    private volatile @Nullable CertificateEnd ours;

    private record Shown(CertificateEnd end, long handshake) {}

    /** Empty for http, for who was not asked yet, and when the last call got to no certificate. */
    Optional<CertificateEnd> of(HttpUrl url) {
        return url.isHttps() ? Optional.ofNullable(byAddress.get(address(url))).map(Shown::end) : Optional.empty();
    }

    /** Null for none. */
    void weShow(@Nullable CertificateEnd end) {
        ours = end;
    }

    /** Empty where the client shows none. */
    Optional<CertificateEnd> ours() {
        return Optional.ofNullable(ours);
    }

    /** The same trust, and what is shown to it is kept here. */
    X509TrustManager watching(X509TrustManager trust) {
        if (!(trust instanceof X509ExtendedTrustManager extended)) {
            return trust;
        }
        return new WatchingTrustManager(
                extended, (session, end) -> keep(address(session.getPeerHost(), session.getPeerPort()), end));
    }

    /** Around a call as a whole. */
    Response call(Interceptor.Chain chain) throws IOException {
        long before = handshakes.get();
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            byAddress.computeIfPresent(
                    address(chain.request().url()), (address, shown) -> shown.handshake() > before ? shown : null);
            throw e;
        }
    }

    /** Around what follows a handshake. One that resumes a session shows nothing again: the session's certificate counts. */
    Response connected(Interceptor.Chain chain) throws IOException {
        Handshake handshake =
                chain.connection() == null ? null : chain.connection().handshake();
        if (handshake != null) {
            String address = address(chain.request().url());
            Shown known = byAddress.get(address);
            if (known != null) {
                keep(address, known.end());
            } else {
                keep(address, handshake.peerCertificates());
            }
        }
        return chain.proceed(chain.request());
    }

    private void keep(String address, List<Certificate> chain) {
        CertificateChain.firstEnd(chain, Authorities.UNKNOWN).ifPresent(end -> keep(address, end));
    }

    private void keep(String address, CertificateEnd end) {
        if (byAddress.size() >= MOST && !byAddress.containsKey(address)) {
            byAddress.clear();
        }
        byAddress.put(address, new Shown(end, handshakes.incrementAndGet()));
    }

    private static String address(HttpUrl url) {
        return address(url.host(), url.port());
    }

    private static String address(String host, int port) {
        return host + " " + port;
    }
}
