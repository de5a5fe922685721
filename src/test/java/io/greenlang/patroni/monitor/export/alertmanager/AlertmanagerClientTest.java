package io.greenlang.patroni.monitor.export.alertmanager;

import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.NO_TLS;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.PATIENT;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.RESEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.AlertmanagerConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.testing.LoggedEvents;
import io.greenlang.patroni.monitor.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Credentials;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AlertmanagerClientTest {
    private final MockWebServer server = new MockWebServer();
    private final RecordedMetrics metrics = new RecordedMetrics();

    @RegisterExtension
    final LoggedEvents told = LoggedEvents.of(AlertmanagerClient.class);

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void postsJsonBelowTheBaseAddress() throws Exception {
        start(200);

        try (AlertmanagerClient recipient = recipient("/am", null)) {
            recipient.tell("[\"ü\"]");

            RecordedRequest request = server.takeRequest();
            assertThat(request.getRequestLine()).isEqualTo("POST /am/api/v2/alerts HTTP/1.1");
            assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
            assertThat(request.getHeaders().get("Authorization")).isNull();
            assertThat(request.getBody().utf8()).isEqualTo("[\"ü\"]");
            assertThat(metrics.next()).isEqualTo(name() + " taken");
        }
        assertThat(lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"302, http_status", "400, http_status", "401, auth", "403, auth", "503, http_status"})
    void whatIsNotTakenIsAFailureAndNotRepeated(int status, String reason) throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Location", "/elsewhere")
                .addHeader("Retry-After", "0")
                .build());
        start(200);

        try (AlertmanagerClient recipient = recipient("", null)) {
            recipient.tell("[]");

            assertThat(metrics.next()).isEqualTo(name() + " " + reason);
        }
        assertThat(server.getRequestCount()).isOne();
        assertThat(lines())
                .containsExactly(
                        "WARN Alertmanager " + name() + " does not take alerts: " + reason + ": HTTP status " + status);
    }

    @Test
    void saysOnceThatItFailsAndOnceThatItIsBack() throws Exception {
        int port = Ports.free();
        String name = "127.0.0.1:" + port;
        try (AlertmanagerClient recipient = recipient(URI.create("http://" + name), PATIENT, null, NO_TLS)) {
            recipient.tell("[1]");
            assertThat(metrics.next()).isEqualTo(name + " refused");
            recipient.tell("[2]");
            assertThat(metrics.next()).isEqualTo(name + " refused");

            server.enqueue(new MockResponse.Builder().build());
            server.enqueue(new MockResponse.Builder().build());
            server.start(InetAddress.getLoopbackAddress(), port);
            recipient.tell("[3]");
            assertThat(metrics.next()).isEqualTo(name + " taken");
            recipient.tell("[4]");
            assertThat(metrics.next()).isEqualTo(name + " taken");
        }
        assertThat(lines())
                .containsExactly(
                        "WARN Alertmanager " + name + " does not take alerts: refused: connection refused",
                        "INFO Alertmanager " + name + " takes alerts again");
    }

    @Test
    void oneThatHangsCostsItsTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                AlertmanagerClient recipient = recipient(
                        URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                        Duration.ofMillis(200),
                        null,
                        NO_TLS)) {
            recipient.tell("[]");

            assertThat(metrics.next()).endsWith(" timeout");
            assertThat(lines()).singleElement().asString().endsWith("timeout: no complete answer within 200 ms");
        }
    }

    @Test
    void aNewerMessageReplacesTheOneThatWaits() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                gate.await();
                return new MockResponse.Builder().build();
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);

        try (AlertmanagerClient recipient = recipient("", null)) {
            recipient.tell("[1]");
            assertThat(body(server.takeRequest())).isEqualTo("[1]");
            recipient.tell("[2]");
            recipient.tell("[3]");
            gate.countDown();

            assertThat(body(server.takeRequest())).isEqualTo("[3]");
            assertThat(metrics.next()).isEqualTo(name() + " taken");
            assertThat(metrics.next()).isEqualTo(name() + " taken");
        }
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void sendsThePasswordThatIsInTheFileNow() throws Exception {
        start(200, 200);
        Path file = file("password", "first\n");

        try (AlertmanagerClient recipient = recipient("", new BasicAuth("monitor", Secret.inFile(file)))) {
            for (String password : List.of("first", "second")) {
                Files.writeString(file, password);
                recipient.tell("[]");
                assertThat(server.takeRequest().getHeaders().get("Authorization"))
                        .isEqualTo(Credentials.basic("monitor", password));
                metrics.next();
            }
        }
    }

    @Test
    void isNotToldWithoutThePasswordThatItWants() throws Exception {
        start(200);
        Path missing = directory.resolve("password");

        try (AlertmanagerClient recipient = recipient("", new BasicAuth("monitor", Secret.inFile(missing)))) {
            recipient.tell("[]");

            assertThat(metrics.next()).isEqualTo(name() + " auth");
        }
        assertThat(server.getRequestCount()).isZero();
        assertThat(lines()).singleElement().asString().contains("the password file can't be read");
    }

    @Test
    void trustsTheConfiguredAuthorityAndShowsTheConfiguredCertificate() throws Exception {
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HeldCertificate client = new HeldCertificate.Builder()
                .commonName("monitor")
                .signedBy(authority)
                .build();
        server.requireClientAuth();
        startTls(authority, "127.0.0.1");
        Tls tls = new Tls(
                file("ca.pem", authority.certificatePem()),
                file("client.pem", client.certificatePem()),
                file("client.key", client.privateKeyPkcs8Pem()),
                true);

        try (AlertmanagerClient recipient = recipient(URI.create("https://" + name()), PATIENT, null, tls)) {
            assertThat(recipient.certificates())
                    .extracting(Certificate::use)
                    .containsExactly(Certificate.Use.MONITOR_TO_ALERTMANAGER);
            recipient.tell("[]");

            assertThat(metrics.next()).isEqualTo(name() + " taken");
            assertThat(recipient.certificates())
                    .extracting(Certificate::use)
                    .containsExactly(Certificate.Use.ALERTMANAGER, Certificate.Use.MONITOR_TO_ALERTMANAGER);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, tls", "false, taken"})
    void checksTheHostNameUnlessThatIsSwitchedOff(boolean verify, String outcome) throws Exception {
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        startTls(authority, "am1.example");
        Tls tls = new Tls(file("ca.pem", authority.certificatePem()), null, null, verify);

        try (AlertmanagerClient recipient = recipient(URI.create("https://" + name()), PATIENT, null, tls)) {
            recipient.tell("[]");

            assertThat(metrics.next()).isEqualTo(name() + " " + outcome);
        }
    }

    @Test
    void isForgottenWhenItIsClosedAndTheMessageUnderWayIsNoFailure() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            AlertmanagerClient recipient = recipient(url, PATIENT, null, NO_TLS);
            recipient.tell("[]");
            try (Socket connection = silent.accept()) {
                recipient.close();
                recipient.tell("[]");

                assertThat(metrics.next()).isEqualTo(url.getAuthority() + " forgotten");
                awaitEnd(connection);
            }
            assertThat(metrics.isEmpty()).isTrue();
            assertThat(lines()).isEmpty();
        }
    }

    private static void awaitEnd(Socket connection) {
        try {
            connection.getInputStream().readAllBytes();
        } catch (IOException reset) {
            // ended, too
        }
    }

    private AlertmanagerClient recipient(String path, BasicAuth auth) {
        return recipient(URI.create("http://" + name() + path), PATIENT, auth, NO_TLS);
    }

    private AlertmanagerClient recipient(URI url, Duration timeout, BasicAuth auth, Tls tls) {
        return new AlertmanagerClient(
                url.getAuthority(), url, new AlertmanagerConfig(List.of(url), RESEND, timeout, auth, tls), metrics);
    }

    private void start(int... statuses) throws IOException {
        for (int status : statuses) {
            server.enqueue(new MockResponse.Builder().code(status).build());
        }
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    private void startTls(HeldCertificate authority, String host) throws IOException {
        HandshakeCertificates ours = new HandshakeCertificates.Builder()
                .heldCertificate(new HeldCertificate.Builder()
                        .addSubjectAlternativeName(host)
                        .signedBy(authority)
                        .build())
                .addTrustedCertificate(authority.certificate())
                .build();
        server.useHttps(ours.sslSocketFactory());
        start(200);
    }

    private String name() {
        return "127.0.0.1:" + server.getPort();
    }

    private static String body(RecordedRequest request) {
        return request.getBody().utf8();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private List<String> lines() {
        return told.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
