package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.ClientCertificate;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.testing.PostgresUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server whose certificate is for {@code db.example}, and which wants one from the role {@code certified}. */
@Timeout(60)
class PostgresTlsIT {
    private static final Optional<CertificateEnd> END =
            Optional.of(new CertificateEnd(Instant.parse("2040-01-01T00:00:00Z"), false));
    /** The server shows it, too. */
    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .validityInterval(0, END.orElseThrow().notAfter().toEpochMilli())
            .build();

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static PostgresUnderTest server;

    @TempDir
    static Path directory;

    @BeforeAll
    static void start() {
        server = PostgresUnderTest.start(18);
        HeldCertificate certificate = issued("db.example");
        write("server.crt", certificate.certificatePem());
        write("server.key", certificate.privateKeyPkcs8Pem());
        write("root.crt", AUTHORITY.certificatePem());
        server.execute(
                "CREATE ROLE certified LOGIN",
                "ALTER SYSTEM SET ssl = on",
                "ALTER SYSTEM SET ssl_ca_file = 'root.crt'");
        server.hostBasedAuthentication("hostssl all certified all cert");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void trustsTheAuthorityThatIsConfigured() throws IOException {
        assertThat(ask("postgres", "verify-ca", pem("ca.crt", AUTHORITY.certificatePem()), null)
                        .isAnswered())
                .isTrue();
    }

    @Test
    void refusesAnotherAuthority() throws IOException {
        HeldCertificate other =
                new HeldCertificate.Builder().certificateAuthority(0).build();

        Failure failure = Clients.failure(ask("postgres", "verify-ca", pem("other.crt", other.certificatePem()), null));

        assertThat(failure.kind()).isEqualTo(FailureKind.TLS);
    }

    @Test
    void refusesACertificateForAnotherName() throws IOException {
        Failure failure =
                Clients.failure(ask("postgres", "verify-full", pem("ca.crt", AUTHORITY.certificatePem()), null));

        assertThat(failure.kind()).isEqualTo(FailureKind.TLS);
    }

    @Test
    void saysThatTheAuthoritysFileIsMissing() {
        Path nowhere = directory.resolve("nowhere.crt");

        Failure failure = Clients.failure(ask("postgres", "verify-ca", nowhere, null));

        assertThat(failure.kind()).isEqualTo(FailureKind.TLS);
        assertThat(failure.detail()).contains(nowhere.toString());
    }

    @Test
    void presentsItsCertificate() throws IOException {
        HeldCertificate certificate = issued("certified");
        Path key = Files.write(
                directory.resolve("client.pk8"),
                certificate.keyPair().getPrivate().getEncoded());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        ClientCertificate ours = new ClientCertificate(pem("client.crt", certificate.certificatePem()), key);

        assertThat(Clients.value(ask("certified", "require", null, ours)).isWritable())
                .isTrue();
    }

    @Test
    void isRefusedWithoutTheCertificateThatIsWanted() {
        assertThat(Clients.failure(ask("certified", "require", null, null)).kind())
                .isEqualTo(FailureKind.AUTH);
    }

    @Test
    void isCheckedForNewConnectionsWithoutAComplaintInItsLog() throws SQLException {
        int before = server.log().size();

        new PostmasterCheck(Clients.target(server), Duration.ofSeconds(10), Clock.systemUTC())
                .passIfDue(Deadline.after(Duration.ofSeconds(5), Clock.systemUTC()));

        assertThat(Clients.complaints(server, before, 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"require, true", "prefer, true", "verify-ca, true", "disable, false"})
    void knowsWhenTheShownCertificateEnds(String sslmode, boolean shown) throws IOException {
        try (PostgresClient client = client(sslmode)) {
            assertThat(client.certificate()).isEmpty();
            assertThat(client.facts(PATIENCE).isAnswered()).isTrue();

            assertThat(client.certificate()).isEqualTo(shown ? END : Optional.empty());
        }
    }

    @Test
    void knowsTheCertificateForWhichAConnectionIsRefused() throws IOException {
        HeldCertificate valid = issued("db.example");
        show(new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .validityInterval(0, TimeUnit.DAYS.toMillis(1))
                .build());
        try (PostgresClient checking = client("verify-ca");
                PostgresClient careless = client("require")) {
            Failure failure = Clients.failure(checking.facts(PATIENCE));
            assertThat(failure.kind()).isEqualTo(FailureKind.TLS);
            assertThat(checking.certificate())
                    .contains(new CertificateEnd(Instant.EPOCH.plus(Duration.ofDays(1)), false));

            assertThat(careless.facts(PATIENCE).isAnswered()).isTrue();
            assertThat(careless.certificate()).isEqualTo(checking.certificate());
        } finally {
            show(valid);
        }
    }

    @Test
    void forgetsTheCertificateWhenTheNextConnectionShowsNone() throws IOException {
        try (PostgresClient client = client("prefer")) {
            assertThat(client.facts(PATIENCE).isAnswered()).isTrue();
            assertThat(client.certificate()).isPresent();

            setSsl("off");
            endSessions();
            assertThat(client.facts(PATIENCE).isAnswered()).isTrue();
            assertThat(client.certificate()).isEmpty();
        } finally {
            setSsl("on");
        }
    }

    private static PostgresClient client(String sslmode) throws IOException {
        Path authority = sslmode.startsWith("verify") ? pem("ca.crt", AUTHORITY.certificatePem()) : null;
        return client("postgres", sslmode, authority, null);
    }

    private static PostgresClient client(
            String role, String sslmode, @Nullable Path authority, @Nullable ClientCertificate certificate) {
        PostgresConfig config = Clients.config(role, null).withTls(sslmode, authority, certificate);
        return Clients.client(Clients.target(server), config, Clock.systemUTC());
    }

    private static Answer<PostgresFacts> ask(
            String role, String sslmode, @Nullable Path authority, @Nullable ClientCertificate certificate) {
        try (PostgresClient client = client(role, sslmode, authority, certificate)) {
            return client.facts(PATIENCE);
        }
    }

    private static void show(HeldCertificate certificate) {
        write("server.crt", certificate.certificatePem());
        write("server.key", certificate.privateKeyPkcs8Pem());
        reload();
    }

    private static void setSsl(String onOrOff) {
        server.execute("ALTER SYSTEM SET ssl = " + onOrOff);
        reload();
    }

    /** Complete when a new session is begun with what is in force now. */
    private static void reload() {
        server.execute("SELECT pg_reload_conf()", "SELECT pg_sleep(0.5)");
    }

    private static void endSessions() {
        server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'patroni-monitor'");
    }

    private static HeldCertificate issued(String name) {
        return new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .commonName(name)
                .validityInterval(0, END.orElseThrow().notAfter().toEpochMilli())
                .addSubjectAlternativeName(name)
                .build();
    }

    /** Into the server's data directory; readable by the server alone, as it asks of a key. */
    private static void write(String file, String pem) {
        server.execute("COPY (SELECT unnest(string_to_array('" + pem.strip()
                + "', E'\\n'))) TO PROGRAM 'umask 077; cat > " + file + "'");
    }

    private static Path pem(String file, String content) throws IOException {
        return Files.writeString(directory.resolve(file), content);
    }
}
