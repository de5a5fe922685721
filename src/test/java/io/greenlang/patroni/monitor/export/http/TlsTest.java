package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.HttpConfig.ServerTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsTest {
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
    void namesBothFilesWhenThereIsNoCertificate() throws IOException {
        ServerTls tls = files("", leaf.privateKeyPkcs8Pem());
        assertThatThrownBy(() -> RunningServer.start(new HttpConfig("localhost", 0, null, tls)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(tls.certFile().toString())
                .hasMessageContaining("no certificate in it");
    }

    private HttpClient client() {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(root.certificate())
                .build();
        return HttpClient.newBuilder().sslContext(trust.sslContext()).build();
    }

    private ServerTls files(String certificates, String key) throws IOException {
        return new ServerTls(
                Files.writeString(directory.resolve("tls.crt"), certificates),
                Files.writeString(directory.resolve("tls.key"), key));
    }
}
