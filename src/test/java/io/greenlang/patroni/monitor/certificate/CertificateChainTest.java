package io.greenlang.patroni.monitor.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.CertificateEnd;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class CertificateChainTest {
    private static final Instant NEAR = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant FAR = Instant.parse("2040-01-01T00:00:00Z");
    private static final HeldCertificate ROOT = authority("root", FAR, null);

    @Test
    void endsWithTheCertificateItself() {
        HeldCertificate above = authority("above", FAR, ROOT);

        assertThat(end(issued(NEAR, above), above, ROOT)).isEqualTo(new CertificateEnd(NEAR, false));
    }

    @Test
    void endsWithAnAuthorityAboveItThatEndsFirst() {
        HeldCertificate above = authority("above", NEAR, ROOT);

        assertThat(end(issued(FAR, above), above)).isEqualTo(new CertificateEnd(NEAR, true));
        assertThat(end(issued(FAR, above), ROOT, above)).as("in any order").isEqualTo(new CertificateEnd(NEAR, true));
    }

    @Test
    void endsWithTheAuthorityThatItBeginsUnder() {
        HeldCertificate root = authority("root", NEAR, null);

        assertThat(end(issued(FAR, root), root)).isEqualTo(new CertificateEnd(NEAR, true));
    }

    @Test
    void leavesOutWhatStandsBesideThePath() {
        HeldCertificate retired = authority("retired", NEAR, ROOT);

        assertThat(end(issued(FAR, ROOT), retired, ROOT)).isEqualTo(new CertificateEnd(FAR, false));
    }

    @Test
    void asksTheTrustedAuthorityItselfAndNotWhatIsShownOfIt() {
        HeldCertificate crossSigned = authority("above", NEAR, authority("gone", NEAR, null));
        HeldCertificate trusted = authority("above", FAR, null);
        List<X509Certificate> shown = certificates(issued(FAR, crossSigned), crossSigned);

        assertThat(CertificateChain.firstEnd(shown, Authorities.of(trusted.certificate())))
                .contains(new CertificateEnd(FAR, false));
    }

    @Test
    void knowsTheEndOfATrustedAuthorityThatIsNotShown() {
        HeldCertificate trusted = authority("above", NEAR, null);
        HeldCertificate renewed = authority("above", FAR, null);
        List<X509Certificate> shown = certificates(issued(FAR, trusted));

        assertThat(CertificateChain.firstEnd(shown, Authorities.of(trusted.certificate())))
                .contains(new CertificateEnd(NEAR, true));
        assertThat(CertificateChain.firstEnd(shown, Authorities.of(trusted.certificate(), renewed.certificate())))
                .as("the renewed one stands beside it")
                .contains(new CertificateEnd(FAR, false));
    }

    @Test
    void comesToAnEndWhereAuthoritiesVouchForEachOther() {
        HeldCertificate one = authority("one", FAR, authority("two", FAR, null));
        HeldCertificate two = authority("two", NEAR, one);

        assertThat(end(issued(FAR, one), one, two)).isEqualTo(new CertificateEnd(NEAR, true));
    }

    @Test
    void takesAnyDateThatACertificateCanSay() {
        Instant never = Instant.parse("9999-12-31T23:59:59Z");

        assertThat(end(issued(never, authority("above", never, null)))).isEqualTo(new CertificateEnd(never, false));
        assertThat(end(issued(Instant.EPOCH, ROOT))).isEqualTo(new CertificateEnd(Instant.EPOCH, false));
    }

    @Test
    void hasNoEndWithoutACertificate() {
        assertThat(CertificateChain.firstEnd(List.of(), Authorities.UNKNOWN)).isEmpty();
    }

    private static CertificateEnd end(HeldCertificate... shown) {
        return CertificateChain.firstEnd(certificates(shown), Authorities.UNKNOWN)
                .orElseThrow();
    }

    private static List<X509Certificate> certificates(HeldCertificate... shown) {
        return Arrays.stream(shown).map(HeldCertificate::certificate).toList();
    }

    private static HeldCertificate issued(Instant end, HeldCertificate by) {
        return until(end).signedBy(by).build();
    }

    private static HeldCertificate authority(String name, Instant end, HeldCertificate by) {
        return until(end).commonName(name).certificateAuthority(5).signedBy(by).build();
    }

    private static HeldCertificate.Builder until(Instant end) {
        return new HeldCertificate.Builder().validityInterval(0, end.toEpochMilli());
    }
}
