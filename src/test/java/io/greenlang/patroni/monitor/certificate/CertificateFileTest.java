package io.greenlang.patroni.monitor.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.CertificateEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFileTest {
    private static final Instant NEAR = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant FAR = Instant.parse("2040-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void hasTheEndOfWhatTheFileHoldsNow() throws IOException {
        CertificateFile file = new CertificateFile(replace(pem(NEAR)));
        assertThat(file.end()).contains(new CertificateEnd(NEAR, false));

        replace("# renewed\n" + pem(FAR));
        assertThat(file.end()).contains(new CertificateEnd(FAR, false));
    }

    @Test
    void hasNoneWhileTheFileCantBeUsed() throws IOException {
        CertificateFile file = new CertificateFile(folder.resolve("client.pem"));
        assertThat(file.end()).isEmpty();

        replace("-----BEGIN CERTIFICATE-----\nhalf a certif");
        assertThat(file.end()).isEmpty();
        replace("");
        assertThat(file.end()).isEmpty();

        replace(pem(FAR));
        assertThat(file.end()).contains(new CertificateEnd(FAR, false));
    }

    private Path replace(String content) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), content);
        return Files.move(fresh, folder.resolve("client.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String pem(Instant end) {
        return new HeldCertificate.Builder()
                .validityInterval(0, end.toEpochMilli())
                .build()
                .certificatePem();
    }
}
