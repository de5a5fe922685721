package io.greenlang.patroni.monitor.export.http.server;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Which TLS is spoken: 1.3, and 1.2 with forward secrecy and authenticated encryption. Sessions are forgotten soon: the JDK would
 * keep 20,480 of them for a day, and who makes them need not be known to us.
 */
final class TlsRules {
    private static final Pattern ALLOWED =
            Pattern.compile("TLS_(AES|CHACHA20)_.*|TLS_ECDHE_(RSA|ECDSA)_WITH_(AES_\\d+_GCM|CHACHA20_POLY1305)_.*");

    private static final int SESSIONS = 256;
    private static final int SESSION_SECONDS = 300;

    private TlsRules() {}

    static SslContextFactory.Server of(SSLContext context) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(context);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setExcludeCipherSuites();
        factory.setIncludeCipherSuites(suites(context));
        factory.setUseCipherSuitesOrder(true);
        factory.setRenegotiationAllowed(false);
        factory.setSslSessionCacheSize(SESSIONS);
        factory.setSslSessionTimeout(SESSION_SECONDS);
        return factory;
    }

    private static String[] suites(SSLContext context) {
        return Stream.of(context.getSupportedSSLParameters().getCipherSuites())
                .filter(suite -> ALLOWED.matcher(suite).matches())
                .toArray(String[]::new);
    }
}
