package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.certificate.Authorities;
import io.greenlang.patroni.monitor.certificate.CertificateChain;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts whom another one trusts, and tells when what a server shows ends, before that is decided. */
final class WatchingTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;
    private final BiConsumer<SSLSession, CertificateEnd> shown;
    /** Made at the first handshake: the JDK trusts 145, whose names take 50 ms to read, and most clusters have no TLS. */
    private volatile @Nullable Authorities trusted;

    /** @param shown hears of the session that is being made; on the thread of the handshake */
    WatchingTrustManager(X509ExtendedTrustManager trust, BiConsumer<SSLSession, CertificateEnd> shown) {
        this.trust = trust;
        this.shown = shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (socket instanceof SSLSocket tls && tls.getHandshakeSession() != null) {
            CertificateChain.firstEnd(List.of(chain), trusted())
                    .ifPresent(end -> shown.accept(tls.getHandshakeSession(), end));
        }
        trust.checkServerTrusted(chain, authType, socket);
    }

    private Authorities trusted() {
        Authorities known = trusted;
        if (known == null) {
            known = Authorities.of(trust.getAcceptedIssuers());
            trusted = known;
        }
        return known;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
