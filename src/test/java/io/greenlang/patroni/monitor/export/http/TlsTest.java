package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.HttpConfig.ServerTls;
import io.greenlang.patroni.monitor.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class TlsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final HeldCertificate root =
            new HeldCertificate.Builder().certificateAuthority(1).build();
    private final HeldCertificate issuer =
            new HeldCertificate.Builder().certificateAuthority(0).signedBy(root).build();
    private final HeldCertificate leaf = new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .signedBy(issuer)
            .build();

    @Test
    void presentsItsWholeChain() throws Exception {
        ServerTls tls = files(leaf.certificatePem() + issuer.certificatePem(), leaf.privateKeyPkcs8Pem());
        try (RunningServer running = RunningServer.start(new HttpConfig("localhost", 0, null, tls))) {
            HttpResponse<String> answer = client().send(
                            HttpRequest.newBuilder(
                                            URI.create("https://localhost:" + running.server.port() + "/-/healthy"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void namesBothFilesWhenTheKeyIsNoKey() throws IOException {
        ServerTls tls = files(leaf.certificatePem(), "no key");
        assertThatThrownBy(() -> RunningServer.start(new HttpConfig("localhost", 0, null, tls)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(tls.certFile().toString())
                .hasMessageContaining(tls.keyFile().toString());
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws IOException {
        for (String other : List.of(issuer.privateKeyPkcs8Pem(), rsaKey())) {
            ServerTls tls = files(leaf.certificatePem(), other);
            assertThatThrownBy(() -> RunningServer.start(new HttpConfig("localhost", 0, null, tls)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(tls.keyFile().toString());
        }
    }

    private static String rsaKey() {
        return new HeldCertificate.Builder().rsa2048().build().privateKeyPkcs8Pem();
    }

    @Test
    void namesBothFilesWhenThereIsNoCertificate() throws IOException {
        ServerTls tls = files("", leaf.privateKeyPkcs8Pem());
        assertThatThrownBy(() -> RunningServer.start(new HttpConfig("localhost", 0, null, tls)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(tls.certFile().toString())
                .hasMessageContaining("no certificate in it");
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, TLS_AES_128_GCM_SHA256",
        "TLSv1.3, TLS_AES_256_GCM_SHA384",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    })
    void speaksWhatIsSafe(String protocol, String suite) throws Exception {
        try (RunningServer running = RunningServer.start(new HttpConfig("localhost", 0, null, ecdsa()))) {
            assertThat(handshake(running, protocol, suite)).isEqualTo(suite);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLSv1.2, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, TLS_RSA_WITH_AES_256_CBC_SHA256"
    })
    void refusesTheRest(String protocol, String suite) throws Exception {
        for (ServerTls certificate : List.of(ecdsa(), rsa())) {
            try (RunningServer running = RunningServer.start(new HttpConfig("localhost", 0, null, certificate))) {
                assertThatThrownBy(() -> handshake(running, protocol, suite)).isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void givesARenewedCertificateToThoseWhoComeLater() throws Exception {
        try (RunningServer running = RunningServer.start(new HttpConfig("localhost", 0, null, ecdsa()))) {
            HeldCertificate renewed = new HeldCertificate.Builder()
                    .addSubjectAlternativeName("localhost")
                    .signedBy(root)
                    .build();
            files(renewed.certificatePem(), renewed.privateKeyPkcs8Pem());
            assertThat(presented(running)).isEqualTo(leaf.certificate());
            Await.until("it is read again", SOON, () -> presented(running).equals(renewed.certificate()));
        }
    }

    @Test
    void keepsTheCertificateThatWorksWhenTheNextOneDoesNot() throws Exception {
        try (RunningServer running = RunningServer.start(new HttpConfig("localhost", 0, null, ecdsa()))) {
            HeldCertificate renewed = new HeldCertificate.Builder()
                    .addSubjectAlternativeName("localhost")
                    .signedBy(root)
                    .build();
            for (String next : List.of("half a certif", renewed.certificatePem())) {
                files(next, leaf.privateKeyPkcs8Pem());
                TimeUnit.MILLISECONDS.sleep(1500);
                assertThat(presented(running)).isEqualTo(leaf.certificate());
            }

            files(renewed.certificatePem(), renewed.privateKeyPkcs8Pem());
            Await.until("it is read again", SOON, () -> presented(running).equals(renewed.certificate()));
        }
    }

    private ServerTls ecdsa() throws IOException {
        return files(leaf.certificatePem() + issuer.certificatePem(), leaf.privateKeyPkcs8Pem());
    }

    private ServerTls rsa() throws IOException {
        HeldCertificate held = new HeldCertificate.Builder()
                .rsa2048()
                .addSubjectAlternativeName("localhost")
                .signedBy(root)
                .build();
        return files(held.certificatePem(), held.privateKeyPkcs8Pem());
    }

    /** The suite that both agreed on. */
    private String handshake(RunningServer running, String protocol, String suite) throws IOException {
        try (SSLSocket socket = socket(running)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
            return socket.getSession().getCipherSuite();
        }
    }

    private Certificate presented(RunningServer running) throws IOException {
        try (SSLSocket socket = socket(running)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private SSLSocket socket(RunningServer running) throws IOException {
        SSLSocket socket =
                (SSLSocket) trust().sslContext().getSocketFactory().createSocket("localhost", running.server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private HandshakeCertificates trust() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(root.certificate())
                .build();
    }

    private HttpClient client() {
        return HttpClient.newBuilder().sslContext(trust().sslContext()).build();
    }

    private ServerTls files(String certificates, String key) throws IOException {
        return new ServerTls(
                Files.writeString(directory.resolve("tls.crt"), certificates),
                Files.writeString(directory.resolve("tls.key"), key));
    }
}
