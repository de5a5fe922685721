package io.greenlang.patroni.monitor.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.EventListener;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingTlsTest {
    private static final HeldCertificate OLD_CA =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate NEW_CA =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    @TempDir
    private Path directory;

    private MockWebServer server = serving(OLD_CA);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void trustsWhatTheFileHoldsNow() throws Exception {
        Path ca = replace("ca.pem", OLD_CA.certificatePem());
        try (HttpTransport transport = transport(new Tls(ca, null, null, true))) {
            assertThat(status(transport)).isEqualTo(200);

            server.close();
            server = serving(NEW_CA);
            assertThatThrownBy(() -> status(transport))
                    .satisfies(e ->
                            assertThat(((UnusableAnswerException) e).kind()).isEqualTo(FailureKind.TLS));

            replace("ca.pem", NEW_CA.certificatePem());
            assertThat(status(transport)).isEqualTo(200);
        }
    }

    @Test
    void staysWhatItWasWhileAFileCantBeUsed() throws Exception {
        Path ca = replace("ca.pem", OLD_CA.certificatePem());
        try (HttpTransport transport = transport(new Tls(ca, null, null, true))) {
            replace("ca.pem", "half a certif");
            assertThat(status(transport)).isEqualTo(200);
            Files.delete(ca);
            assertThat(status(transport)).isEqualTo(200);
        }
    }

    @Test
    void showsTheClientCertificateThatTheFilesHoldNow() throws Exception {
        HeldCertificate before = new HeldCertificate.Builder()
                .commonName("before")
                .signedBy(OLD_CA)
                .build();
        HeldCertificate after = new HeldCertificate.Builder()
                .commonName("after")
                .signedBy(OLD_CA)
                .build();
        server.requestClientAuth();
        Path ca = replace("ca.pem", OLD_CA.certificatePem());
        Path cert = replace("client.pem", before.certificatePem());
        Path key = replace("client.key", before.privateKeyPkcs8Pem());
        try (HttpTransport transport = transport(new Tls(ca, cert, key, true))) {
            assertThat(clientOf(transport)).isEqualTo("CN=before");

            replace("client.pem", after.certificatePem());
            assertThat(clientOf(transport)).as("with the key of before").isEqualTo("CN=before");

            replace("client.key", after.privateKeyPkcs8Pem());
            assertThat(clientOf(transport)).isEqualTo("CN=after");
        }
    }

    private String clientOf(HttpTransport transport) throws Exception {
        assertThat(status(transport)).isEqualTo(200);
        return String.valueOf(server.takeRequest().getHandshake().peerPrincipal());
    }

    private int status(HttpTransport transport) throws UnusableAnswerException {
        return transport
                .get(server.url("/"), Duration.ofSeconds(5), Set.of(), 1)
                .status();
    }

    private static HttpTransport transport(Tls tls) {
        return new HttpTransport(Authorization.NONE, tls, call -> EventListener.NONE);
    }

    private static MockWebServer serving(HeldCertificate ca) {
        HeldCertificate held = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .signedBy(ca)
                .build();
        MockWebServer server = new MockWebServer();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(held)
                .addTrustedCertificate(OLD_CA.certificate())
                .build()
                .sslSocketFactory());
        for (int i = 0; i < 10; i++) {
            server.enqueue(new MockResponse.Builder().code(200).build());
        }
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    /** As tools do that rotate: another file under the old name. */
    private Path replace(String name, String content) throws IOException {
        Path fresh = Files.writeString(directory.resolve("fresh"), content);
        return Files.move(fresh, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
