package io.greenlang.patroni.monitor.net;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsMaterialTest {
    private static final HeldCertificate EC = new HeldCertificate.Builder().build();
    private static final HeldCertificate RSA =
            new HeldCertificate.Builder().rsa2048().build();

    @TempDir
    private Path directory;

    @Test
    void nothingConfiguredNeedsNoFile() {
        assertThatCode(() -> HttpTransport.checkTls(new Tls(null, null, null, true)))
                .doesNotThrowAnyException();
    }

    @Test
    void certificateAndKeyMayShareAFile() throws IOException {
        Path both = file("both.pem", RSA.privateKeyPkcs8Pem() + RSA.certificatePem());

        assertThatCode(() -> HttpTransport.checkTls(new Tls(both, both, both, true)))
                .doesNotThrowAnyException();
    }

    @Test
    void namesAFileThatCantBeRead() {
        Path missing = directory.resolve("missing.pem");

        refuses(new Tls(missing, null, null, true), missing + ": can't be read (NoSuchFileException)");
    }

    @Test
    void namesAFileWithoutCertificate() throws IOException {
        Path empty = file("ca.pem", EC.privateKeyPkcs8Pem());

        refuses(new Tls(empty, null, null, true), empty + ": holds no certificate in PEM form");
    }

    @Test
    void namesAFileWithABrokenCertificate() throws IOException {
        Path broken =
                file("ca.pem", EC.certificatePem() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");

        refuses(new Tls(broken, null, null, true), broken + ": holds a certificate that can't be decoded");
    }

    @Test
    void namesAKeyInTheTraditionalForm() throws IOException {
        Path cert = file("client.pem", RSA.certificatePem());
        Path key = file("client.key", RSA.privateKeyPkcs1Pem());

        refuses(
                new Tls(null, cert, key, true),
                key + ": holds no unencrypted PKCS#8 key (\"BEGIN PRIVATE KEY\");"
                        + " openssl pkcs8 -topk8 -nocrypt makes one");
    }

    @Test
    void namesABrokenKeyWithoutShowingIt() throws IOException {
        Path cert = file("client.pem", EC.certificatePem());
        Path key = file("client.key", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

        refuses(new Tls(null, cert, key, true), key + ": the private key can't be decoded; an RSA or EC key is needed");
    }

    @Test
    void namesAKeyOfAnotherCertificate() throws IOException {
        Path cert = file("client.pem", EC.certificatePem());
        Path key = file("client.key", new HeldCertificate.Builder().build().privateKeyPkcs8Pem());

        refuses(new Tls(null, cert, key, true), key + ": is not the key of the certificate in " + cert);
    }

    @Test
    void aCertificateNeedsItsKeyAndAKeyItsCertificate() throws IOException {
        Path cert = file("client.pem", EC.certificatePem());

        refuses(
                new Tls(null, cert, null, true),
                cert + ": a client certificate needs both, the certificate and its key");
        refuses(
                new Tls(null, null, cert, true),
                cert + ": a client certificate needs both, the certificate and its key");
    }

    private static void refuses(Tls tls, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpTransport.checkTls(tls))
                .withMessage(message);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
