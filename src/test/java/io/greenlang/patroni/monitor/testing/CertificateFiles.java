package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;

/**
 * The certificate and key of servers on 127.0.0.1, and the certificate of the authority that their clients are to trust,
 * as PEM files that are replaced as users replace them: each by a rename.
 */
public final class CertificateFiles {
    /** No alert of a certificate. */
    private static final Duration LONG = Duration.ofDays(90);

    private final Path folder;
    private final Account account;
    private long serialNumber;

    /** @param folder a new one; the cluster's account owns it from now on */
    public CertificateFiles(Path folder) {
        this.folder = folder;
        account = Account.owning(folder);
    }

    public static HeldCertificate newAuthority(String name) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .certificateAuthority(0)
                .duration(10L * 365, TimeUnit.DAYS)
                .build();
    }

    /** Replaces what the servers show. PostgreSQL wants the key to be its own, Patroni tells a new one by its number. */
    public void write(HeldCertificate authority) {
        write(authority, LONG);
    }

    /** @param left how long it is valid from now on; negative for one that has expired */
    public void write(HeldCertificate authority, Duration left) {
        HeldCertificate held = new HeldCertificate.Builder()
                .serialNumber(++serialNumber)
                .validityInterval(0, Instant.now().plus(left).toEpochMilli())
                .addSubjectAlternativeName("127.0.0.1")
                .signedBy(authority)
                .build();
        replace(certificate(), held.certificatePem());
        replace(key(), held.privateKeyPkcs8Pem());
    }

    /** Replaces whom the clients trust. */
    public void trust(HeldCertificate authority) {
        replace(authority(), authority.certificatePem());
    }

    public Path certificate() {
        return folder.resolve("server.crt");
    }

    public Path key() {
        return folder.resolve("server.key");
    }

    public Path authority() {
        return folder.resolve("ca.crt");
    }

    private void replace(Path file, String pem) {
        try {
            Path next = Files.createFile(
                    folder.resolve("next"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, pem);
            account.take(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
