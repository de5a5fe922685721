package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.CertificateFiles;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Authorities and certificates are replaced under the running daemon, which is told nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class RotatedCertificatesIT {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final HeldCertificate BEFORE = CertificateFiles.newAuthority("before");
    private static final HeldCertificate AFTER = CertificateFiles.newAuthority("after");

    private final CertificateFiles files = written(BEFORE);

    @RegisterExtension
    final ClusterExtension fixture =
            RealCluster.of(Flavour.PYPI_4_1).nodes(1).withTls(files).asExtension();

    @Test
    void membersAreSeenAgainWithinTwoPollsOfTheNewAuthority() throws IOException {
        RealCluster cluster = fixture.get();
        try (MonitorProcess monitor = MonitorProcess.start(Target.newFolder("monitor"), settings(cluster, ""))) {
            monitor.awaitReady();
            Await.until("both sources are read", Watch.SOON, () -> isSeen(monitor.metrics()));

            files.write(AFTER);
            cluster.reload("patroni-0");
            cluster.execute("patroni-0", "SELECT pg_reload_conf()");
            Await.until("both sources refuse the new certificate", Watch.SOON, () -> {
                endMonitorsSessions(cluster);
                Scrape scrape = monitor.metrics();
                return isRefused(scrape, "patroni") && isRefused(scrape, "postgres");
            });

            files.trust(AFTER);
            // and the one that is under way, which began before
            monitor.awaitPolls(2 + 1, Watch.SOON);
            assertThat(monitor.metrics().all("patroni_monitor_failure", "reason", "tls"))
                    .as("after two polls: an answer may be late, but none is refused")
                    .isEmpty();
            Await.until("both sources are read again", Watch.SOON, () -> isSeen(monitor.metrics()));
        }
    }

    @Test
    void clientsSeeTheDaemonsNewCertificate() throws IOException {
        CertificateFiles own = written(BEFORE);
        String tls = "http.tls { cert-file = \"%s\", key-file = \"%s\" }".formatted(own.certificate(), own.key());
        try (MonitorProcess monitor = MonitorProcess.start(Target.newFolder("monitor"), settings(fixture.get(), tls))) {
            monitor.awaitReady();
            assertThat(issuer(monitor)).isEqualTo("CN=before");

            own.write(AFTER);
            Await.until(
                    "the new certificate is shown",
                    Watch.SOON,
                    () -> issuer(monitor).equals("CN=after"));
            assertThat(monitor.get("/-/ready").statusCode()).isEqualTo(200);
        }
    }

    private static String issuer(MonitorProcess monitor) throws IOException {
        return monitor.shownCertificate().getIssuerX500Principal().getName();
    }

    private static CertificateFiles written(HeldCertificate authority) {
        CertificateFiles files = new CertificateFiles(Target.newFolder("certificates"));
        files.write(authority);
        files.trust(authority);
        return files;
    }

    private String settings(RealCluster cluster, String more) {
        return """
                %s
                poll { interval = %ds }
                cluster-defaults {
                  patroni.tls.ca-file = "%s"
                  postgres { sslmode = verify-full, ssl-root-cert = "%s" }
                }
                clusters { %s }
                """.formatted(more, INTERVAL.toSeconds(), files.authority(), files.authority(), cluster.monitorConfig());
    }

    /** A session that is open keeps the certificate with which it began. */
    private static void endMonitorsSessions(RealCluster cluster) {
        cluster.execute(
                "patroni-0",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'patroni_monitor'");
    }

    private static boolean isSeen(Scrape scrape) {
        return scrape.all("patroni_monitor_source_unread_seconds").isEmpty()
                && Watch.state(scrape).equals("healthy");
    }

    private static boolean isRefused(Scrape scrape, String source) {
        return !scrape.all("patroni_monitor_source_unread_seconds", "source", source, "reason", "tls")
                .isEmpty();
    }
}
