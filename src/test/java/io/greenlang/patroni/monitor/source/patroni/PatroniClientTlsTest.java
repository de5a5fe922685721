package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PatroniClientTlsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(1).build();
    private static final HeldCertificate INTERMEDIATE = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .signedBy(AUTHORITY)
            .build();
    private static final HeldCertificate CLIENT = new HeldCertificate.Builder()
            .commonName("monitor")
            .rsa2048()
            .signedBy(INTERMEDIATE)
            .build();

    private final MockWebServer node = new MockWebServer();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void asksANodeThatTheAuthorityVouchesFor() throws IOException {
        start(certificateFor("127.0.0.1"));

        assertThat(liveness(trusting(true)).value()).contains(true);
    }

    @Test
    void oneOfSeveralAuthoritiesIsEnough() throws IOException {
        start(certificateFor("127.0.0.1"));
        HeldCertificate other =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        Path bundle = file("bundle.pem", "# retired\n" + other.certificatePem() + AUTHORITY.certificatePem());

        assertThat(liveness(new Tls(bundle, null, null, true)).value()).contains(true);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsATlsFailure() throws IOException {
        start(certificateFor("127.0.0.1"));

        Failure failure = liveness(Clusters.NO_TLS).reason().orElseThrow();

        assertThat(failure.kind()).isEqualTo(FailureKind.TLS);
        assertThat(failure.detail())
                .startsWith("GET " + base() + "/liveness: TLS failed: ")
                .contains("unable to find valid certification path");
    }

    @Test
    void aCertificateForAnotherHostIsATlsFailureInOneLine() throws IOException {
        start(certificateFor("pg-a.example"));

        Failure failure = liveness(trusting(true)).reason().orElseThrow();

        assertThat(failure.kind()).isEqualTo(FailureKind.TLS);
        assertThat(failure.detail()).contains("Hostname 127.0.0.1 not verified").doesNotContain("\n");
    }

    @Test
    void theHostNameNeedNotMatchWhenThatIsSwitchedOff() throws IOException {
        start(certificateFor("pg-a.example"));

        assertThat(liveness(trusting(false)).value()).contains(true);
    }

    @Test
    void switchingOffTheHostNameKeepsTheAuthority() throws IOException {
        start(certificateFor("127.0.0.1"));

        assertThat(kind(liveness(new Tls(null, null, null, false)))).isEqualTo(FailureKind.TLS);
    }

    @Test
    void anExpiredCertificateIsATlsFailure() throws IOException {
        start(new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .validityInterval(0, TimeUnit.DAYS.toMillis(1))
                .signedBy(AUTHORITY)
                .build());

        assertThat(kind(liveness(trusting(true)))).isEqualTo(FailureKind.TLS);
    }

    @Test
    void presentsTheClientsCertificateWithItsChain() throws IOException {
        node.requireClientAuth();
        start(certificateFor("127.0.0.1"));
        Path chain = file("client.pem", CLIENT.certificatePem() + INTERMEDIATE.certificatePem());
        Path key = file("client.key", CLIENT.privateKeyPkcs8Pem());

        assertThat(liveness(new Tls(authority(), chain, key, true)).value()).contains(true);
    }

    @Test
    void aMissingClientCertificateIsATlsFailure() throws IOException {
        node.requireClientAuth();
        start(certificateFor("127.0.0.1"));

        assertThat(kind(liveness(trusting(true)))).isEqualTo(FailureKind.TLS);
    }

    @Test
    void plainHttpBehindAnHttpsAddressIsATlsFailure() throws IOException {
        try (ScriptedNode plain = new ScriptedNode((socket, self) -> {
                    socket.getInputStream().read();
                    socket.getOutputStream()
                            .write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    self.idle(60_000);
                });
                PatroniClient client = client(Clusters.NO_TLS)) {
            assertThat(kind(client.liveness(plain.base("https"), TIMEOUT))).isEqualTo(FailureKind.TLS);
        }
    }

    @Test
    void aConnectionThatEndsWithinTheHandshakeIsATlsFailure() throws IOException {
        try (ScriptedNode rude = new ScriptedNode(
                        (socket, self) -> socket.getInputStream().read());
                PatroniClient client = client(Clusters.NO_TLS)) {
            assertThat(kind(client.liveness(rude.base("https"), TIMEOUT))).isEqualTo(FailureKind.TLS);
            assertThat(rude.connections()).as("asked once").isOne();
        }
    }

    @Test
    void aQuestionToTheDcsThatIsDroppedOverTls() throws IOException {
        start(
                certificateFor("127.0.0.1"),
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());
        try (PatroniClient client = client(trusting(true))) {
            assertThat(kind(client.cluster(base(), TIMEOUT))).isEqualTo(FailureKind.EMPTY_REPLY);
        }
    }

    private void start(HeldCertificate certificate) throws IOException {
        start(certificate, new MockResponse.Builder().build());
    }

    private void start(HeldCertificate certificate, MockResponse response) throws IOException {
        HandshakeCertificates ours = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        node.useHttps(ours.sslSocketFactory());
        node.enqueue(response);
        node.start(InetAddress.getLoopbackAddress(), 0);
    }

    private Answer<Boolean> liveness(Tls tls) {
        try (PatroniClient client = client(tls)) {
            return client.liveness(base(), TIMEOUT);
        }
    }

    private static PatroniClient client(Tls tls) {
        return Clusters.client(new PatroniConfig(null, null, tls, Clusters.LOOPBACK));
    }

    private URI base() {
        return URI.create("https://127.0.0.1:" + node.getPort());
    }

    private Tls trusting(boolean verifyHostname) throws IOException {
        return new Tls(authority(), null, null, verifyHostname);
    }

    private Path authority() throws IOException {
        return file("ca.pem", AUTHORITY.certificatePem());
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static HeldCertificate certificateFor(String host) {
        return new HeldCertificate.Builder()
                .addSubjectAlternativeName(host)
                .signedBy(AUTHORITY)
                .build();
    }

    private static FailureKind kind(Answer<?> answer) {
        return answer.reason().orElseThrow().kind();
    }
}
