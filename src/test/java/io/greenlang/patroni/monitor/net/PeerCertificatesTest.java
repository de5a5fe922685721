package io.greenlang.patroni.monitor.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PeerCertificatesTest {
    private static final Instant NEAR = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant FAR = Instant.parse("2040-01-01T00:00:00Z");
    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .commonName("authority")
            .certificateAuthority(20)
            .validityInterval(0, FAR.toEpochMilli())
            .build();

    @TempDir
    private Path directory;

    private final List<MockWebServer> servers = new ArrayList<>();
    private HttpTransport transport;

    @BeforeEach
    void open() throws IOException {
        transport = transport(null, null);
    }

    @AfterEach
    void close() {
        transport.close();
        servers.forEach(MockWebServer::close);
    }

    @Test
    void knowsWhatWasShownLast() throws Exception {
        MockWebServer server = serving(0, issued(NEAR));
        assertThat(shownBy(server)).isEmpty();

        assertThat(ask(server)).isNull();
        assertThat(shownBy(server)).contains(new CertificateEnd(NEAR, false));

        server.close();
        MockWebServer renewed = serving(server.getPort(), issued(FAR.minusSeconds(60)));
        assertThat(ask(renewed)).isNull();
        assertThat(shownBy(renewed)).contains(new CertificateEnd(FAR.minusSeconds(60), false));
    }

    @Test
    void knowsTheCertificateForWhichAConnectionIsRefused() throws Exception {
        MockWebServer expired = serving(0, issued(Instant.EPOCH.plusSeconds(60)));
        assertThat(ask(expired)).isEqualTo(FailureKind.TLS);
        assertThat(shownBy(expired)).contains(new CertificateEnd(Instant.EPOCH.plusSeconds(60), false));

        HeldCertificate stranger =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        MockWebServer unknown =
                serving(0, host().validityInterval(0, NEAR.toEpochMilli()).signedBy(stranger));
        assertThat(ask(unknown)).isEqualTo(FailureKind.TLS);
        assertThat(shownBy(unknown)).as("hearsay").contains(new CertificateEnd(NEAR, false));
    }

    @Test
    void forgetsWhatWasShownWhenNothingIsShownAnyMore() throws Exception {
        MockWebServer server = serving(0, issued(NEAR));
        assertThat(ask(server)).isNull();
        server.close();

        assertThat(ask(server)).isEqualTo(FailureKind.REFUSED);
        assertThat(shownBy(server)).isEmpty();

        MockWebServer again = serving(server.getPort(), issued(NEAR));
        assertThat(ask(again)).isNull();
        assertThat(shownBy(again)).isPresent();
        again.close();
        try (ServerSocket plain = new ServerSocket(server.getPort(), 5, InetAddress.getLoopbackAddress())) {
            Thread refusing = new Thread(() -> refuse(plain));
            refusing.start();

            assertThat(ask(server)).isEqualTo(FailureKind.TLS);
            assertThat(shownBy(server)).as("plain HTTP after TLS").isEmpty();
        }
    }

    /** As a server of plain HTTP answers a handshake. */
    private static void refuse(ServerSocket server) {
        try (Socket client = server.accept()) {
            int first = client.getInputStream().read();
            assertThat(first).as("a handshake").isEqualTo(0x16);
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hasNoneForHttp() throws Exception {
        MockWebServer server = serving(0, issued(NEAR));
        assertThat(ask(server)).isNull();

        assertThat(transport.certificate(
                        server.url("/").newBuilder().scheme("http").build()))
                .isEmpty();
    }

    @Test
    void aSessionThatIsResumedHasTheCertificateOfItsFirstConnection() throws Exception {
        MockWebServer server = serving(0, issued(NEAR));
        for (int i = 0; i < 5; i++) {
            assertThat(ask(server)).isNull();
            assertThat(shownBy(server)).contains(new CertificateEnd(NEAR, false));
        }
    }

    @Test
    void anAnswerThatIsLostTakesNothingAway() throws Exception {
        MockWebServer server = serving(0, issued(NEAR));
        assertThat(ask(server)).isNull();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build();
            }
        });

        assertThat(ask(server)).isEqualTo(FailureKind.EMPTY_REPLY);
        assertThat(shownBy(server)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void followsTheChainThatIsShown(int authorities) throws Exception {
        MockWebServer server = servingChain(authorities, NEAR);

        assertThat(ask(server)).isNull();
        assertThat(shownBy(server)).contains(new CertificateEnd(NEAR, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 60})
    void takesNoChainThatIsTooLong(int authorities) throws Exception {
        MockWebServer server = servingChain(authorities, NEAR);

        assertThat(ask(server)).isEqualTo(FailureKind.TLS);
        assertThat(shownBy(server)).isEmpty();
    }

    @Test
    void takesNoCertificateThatIsTooLarge() throws Exception {
        HeldCertificate.Builder large = issued(NEAR);
        IntStream.range(0, 4000).forEach(i -> large.addSubjectAlternativeName("node-%05d.example".formatted(i)));
        MockWebServer server = serving(0, large);

        assertThat(ask(server)).isIn(FailureKind.TLS, FailureKind.TOO_LARGE);
        assertThat(shownBy(server)).isEmpty();
    }

    @Test
    void holdsTheLastOfAServerThatShowsAnotherAtEachHandshake() throws Exception {
        MockWebServer server = serving(0, issued(NEAR));
        for (int i = 0; i < 20; i++) {
            server.close();
            server = serving(server.getPort(), issued(NEAR.plusSeconds(i)));
            assertThat(ask(server)).isNull();
            assertThat(shownBy(server)).contains(new CertificateEnd(NEAR.plusSeconds(i), false));
        }
    }

    @Test
    void knowsTheClientsOwn() throws Exception {
        assertThat(transport.ownCertificate()).isEmpty();
        HeldCertificate first = issued(NEAR).build();
        HeldCertificate renewed = issued(FAR.minusSeconds(5)).build();
        MockWebServer server = serving(0, issued(NEAR));
        try (HttpTransport ours = transport(first.certificatePem(), first.privateKeyPkcs8Pem())) {
            assertThat(ours.ownCertificate()).contains(new CertificateEnd(NEAR, false));

            replace("client.key", renewed.privateKeyPkcs8Pem());
            replace("client.pem", renewed.certificatePem());
            ours.get(https(server), Duration.ofSeconds(5), Set.of(), 1);
            assertThat(ours.ownCertificate()).contains(new CertificateEnd(FAR.minusSeconds(5), false));
        }
    }

    private Optional<CertificateEnd> shownBy(MockWebServer server) {
        return transport.certificate(https(server));
    }

    /** Null when it was answered. */
    private @Nullable FailureKind ask(MockWebServer server) {
        try {
            transport.get(https(server), Duration.ofSeconds(5), Set.of(), 1);
            return null;
        } catch (UnusableAnswerException e) {
            return e.kind();
        }
    }

    private static HttpUrl https(MockWebServer server) {
        return HttpUrl.get("https://127.0.0.1:" + server.getPort() + "/");
    }

    private static HeldCertificate.Builder host() {
        return new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1");
    }

    private static HeldCertificate.Builder issued(Instant end) {
        return host().validityInterval(0, end.toEpochMilli()).signedBy(AUTHORITY);
    }

    private MockWebServer serving(int port, HeldCertificate.Builder certificate) throws IOException {
        return serving(port, certificate.build());
    }

    private MockWebServer servingChain(int authorities, Instant endOfTheFirst) throws IOException {
        List<HeldCertificate> above = new ArrayList<>();
        HeldCertificate by = AUTHORITY;
        for (int i = 0; i < authorities; i++) {
            by = new HeldCertificate.Builder()
                    .commonName("authority " + i)
                    .certificateAuthority(19 - Math.min(i, 19))
                    .validityInterval(0, (i == 0 ? endOfTheFirst : FAR).toEpochMilli())
                    .signedBy(by)
                    .build();
            above.add(0, by);
        }
        HeldCertificate certificate =
                host().validityInterval(0, FAR.toEpochMilli()).signedBy(by).build();
        return serving(0, certificate, above.toArray(HeldCertificate[]::new));
    }

    private MockWebServer serving(int port, HeldCertificate certificate, HeldCertificate... above) throws IOException {
        MockWebServer server = new MockWebServer();
        HandshakeCertificates.Builder shown = new HandshakeCertificates.Builder()
                .heldCertificate(
                        certificate,
                        Arrays.stream(above).map(HeldCertificate::certificate).toArray(X509Certificate[]::new));
        server.useHttps(shown.build().sslSocketFactory());
        return started(port, server);
    }

    private MockWebServer started(int port, MockWebServer server) throws IOException {
        for (int i = 0; i < 10; i++) {
            server.enqueue(new MockResponse.Builder().code(200).build());
        }
        server.start(InetAddress.getByName("127.0.0.1"), port);
        servers.add(server);
        return server;
    }

    private Path authority() throws IOException {
        return replace("ca.pem", AUTHORITY.certificatePem());
    }

    private HttpTransport transport(@Nullable String certificate, @Nullable String key) throws IOException {
        Tls tls = certificate == null || key == null
                ? new Tls(authority(), null, null, true)
                : new Tls(authority(), replace("client.pem", certificate), replace("client.key", key), true);
        return new HttpTransport(Authorization.NONE, tls, call -> EventListener.NONE);
    }

    private Path replace(String name, String content) throws IOException {
        Path fresh = Files.writeString(directory.resolve("fresh"), content);
        return Files.move(fresh, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
