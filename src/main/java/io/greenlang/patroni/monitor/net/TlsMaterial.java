package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.certificate.Authorities;
import io.greenlang.patroni.monitor.certificate.CertificateChain;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and who we are, from PEM files.
 *
 * @param certificates the trusted authorities and, where configured, the client's own certificate
 * @param own when the client's own certificate ends; null where there is none
 */
record TlsMaterial(
        HandshakeCertificates certificates,
        boolean verifyHostname,
        @Nullable CertificateEnd own) {
    private static final Pattern PEM_BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \\1-----");

    /** @throws IllegalArgumentException when a file can't be read or used; the message names the file */
    static TlsMaterial read(Tls tls) {
        HandshakeCertificates.Builder certificates = new HandshakeCertificates.Builder();
        Path caFile = tls.caFile();
        if (caFile == null) {
            certificates.addPlatformTrustedCertificates();
        } else {
            certificatesIn(caFile).forEach(certificates::addTrustedCertificate);
        }
        Path certFile = tls.certFile();
        Path keyFile = tls.keyFile();
        CertificateEnd own = null;
        if (certFile != null && keyFile != null) {
            List<X509Certificate> chain = certificatesIn(certFile);
            certificates.heldCertificate(
                    withKey(chain.get(0), certFile, keyFile),
                    chain.subList(1, chain.size()).toArray(X509Certificate[]::new));
            own = CertificateChain.firstEnd(chain, Authorities.UNKNOWN).orElse(null);
        } else if (certFile != null || keyFile != null) {
            throw new IllegalArgumentException((certFile == null ? keyFile : certFile)
                    + ": a client certificate needs both, the certificate and its key");
        }
        return new TlsMaterial(certificates.build(), tls.verifyHostname(), own);
    }

    /** Trusts the first certificate of the file and nothing else, whatever names are in it. */
    static TlsMaterial pinnedTo(Path certFile) {
        HandshakeCertificates.Builder certificates = new HandshakeCertificates.Builder();
        certificates.addTrustedCertificate(certificatesIn(certFile).get(0));
        return new TlsMaterial(certificates.build(), false, null);
    }

    /** Makes connections; which certificates are shown on them is kept in {@code peers}. */
    SSLSocketFactory sockets(PeerCertificates peers) {
        peers.weShow(own);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {certificates.keyManager()},
                    new TrustManager[] {peers.watching(certificates.trustManager())},
                    null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    void applyTo(OkHttpClient.Builder client) {
        applyTo(client, certificates.sslSocketFactory());
    }

    /** @param factory makes the connections in its place */
    void applyTo(OkHttpClient.Builder client, SSLSocketFactory factory) {
        client.sslSocketFactory(factory, certificates.trustManager());
        if (!verifyHostname) {
            client.hostnameVerifier((host, session) -> true);
        }
    }

    private static List<X509Certificate> certificatesIn(Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = PEM_BLOCK.matcher(content(file));
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                certificates.add(certificate(file, block.group()));
            }
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(file + ": holds no certificate in PEM form");
        }
        return certificates;
    }

    private static X509Certificate certificate(Path file, String pem) {
        try {
            return Certificates.decodeCertificatePem(pem);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": holds a certificate that can't be decoded", e);
        }
    }

    private static HeldCertificate withKey(X509Certificate certificate, Path certFile, Path keyFile) {
        HeldCertificate held = decode(certificate, keyFile);
        if (!matches(held.keyPair().getPrivate(), certificate.getPublicKey())) {
            throw new IllegalArgumentException(keyFile + ": is not the key of the certificate in " + certFile);
        }
        return held;
    }

    private static HeldCertificate decode(X509Certificate certificate, Path keyFile) {
        Matcher block = PEM_BLOCK.matcher(content(keyFile));
        while (block.find()) {
            if (block.group(1).equals("PRIVATE KEY")) {
                try {
                    return HeldCertificate.decode(Certificates.certificatePem(certificate) + block.group() + "\n");
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            keyFile + ": the private key can't be decoded; an RSA or EC key is needed", e);
                }
            }
        }
        throw new IllegalArgumentException(keyFile + ": holds no unencrypted PKCS#8 key (\"BEGIN PRIVATE KEY\");"
                + " openssl pkcs8 -topk8 -nocrypt makes one");
    }

    private static boolean matches(PrivateKey privateKey, PublicKey publicKey) {
        try {
            Signature signature =
                    Signature.getInstance(publicKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(privateKey);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + ": can't be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
