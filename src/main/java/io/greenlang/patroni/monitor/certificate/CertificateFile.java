package io.greenlang.patroni.monitor.certificate;

import io.greenlang.patroni.monitor.config.WatchedFiles;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;

/** A PEM file with a certificate and those above it, read again when it changes. For one thread. */
public final class CertificateFile {
    private final Path file;
    private final WatchedFiles changes;
    private Optional<CertificateEnd> known;

    public CertificateFile(Path file) {
        this.file = file;
        this.changes = new WatchedFiles(file);
        this.known = read();
    }

    /** When what the file holds now ends; empty while it can't be read or holds no certificate. */
    public Optional<CertificateEnd> end() {
        if (changes.haveChanged()) {
            known = read();
        }
        return known;
    }

    private Optional<CertificateEnd> read() {
        try (InputStream pem = Files.newInputStream(file)) {
            List<Certificate> chain =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
            return CertificateChain.firstEnd(chain, Authorities.UNKNOWN);
        } catch (IOException | CertificateException unusable) {
            changes.lookAgain(); // the file's user reports the error
            return Optional.empty();
        }
    }
}
