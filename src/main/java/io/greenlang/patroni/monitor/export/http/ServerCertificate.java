package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.certificate.Authorities;
import io.greenlang.patroni.monitor.certificate.CertificateChain;
import io.greenlang.patroni.monitor.config.HttpConfig.ServerTls;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * The server's certificate chain and key, from PEM files.
 *
 * @param end when the chain ends
 */
record ServerCertificate(SSLContext context, Optional<CertificateEnd> end) {
    /** @throws IOException when a file can't be read or used; the message names both files */
    static ServerCertificate read(ServerTls files) throws IOException {
        try {
            List<X509Certificate> chain = chain(files.certFile());
            String key = Files.readString(files.keyFile(), StandardCharsets.UTF_8);
            HeldCertificate held = HeldCertificate.decode(Certificates.certificatePem(chain.get(0)) + key);
            requirePair(held);
            X509Certificate[] issuers = chain.subList(1, chain.size()).toArray(X509Certificate[]::new);
            SSLContext context = new HandshakeCertificates.Builder()
                    .heldCertificate(held, issuers)
                    .build()
                    .sslContext();
            return new ServerCertificate(context, CertificateChain.firstEnd(chain, Authorities.UNKNOWN));
        } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
            throw new IOException(
                    "can't use certificate %s with key %s (PKCS#8 PEM): %s"
                            .formatted(files.certFile(), files.keyFile(), e.getMessage()),
                    e);
        }
    }

    /** In the middle of a rotation one of the files may be the old one: no client could connect. */
    private static void requirePair(HeldCertificate held) throws GeneralSecurityException {
        boolean isRsa = held.keyPair().getPrivate().getAlgorithm().equals("RSA");
        Signature signature = Signature.getInstance(isRsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(held.keyPair().getPrivate());
        byte[] signed = signature.sign();
        signature.initVerify(held.certificate().getPublicKey());
        if (!signature.verify(signed)) {
            throw new CertificateException("the key is another certificate's");
        }
    }

    private static List<X509Certificate> chain(Path file) throws IOException, CertificateException {
        try (InputStream pem = Files.newInputStream(file)) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new CertificateException("no certificate in it");
            }
            return chain;
        }
    }
}
