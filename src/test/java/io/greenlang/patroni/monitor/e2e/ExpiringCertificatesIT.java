package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The certificate of a real Patroni and a real PostgreSQL nears its end, ends, and is renewed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ExpiringCertificatesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_AFTER = "patroni_certificate_not_after_timestamp_seconds";
    private static final String ALERT = "PatroniCertificateExpiring";
    private static final Duration TEN_DAYS = Duration.ofDays(10);
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    private static final HeldCertificate AUTHORITY = CertificateFiles.newAuthority("authority");

    private final CertificateFiles files = written();
    private final CertificateFiles own = written();

    @RegisterExtension
    final ClusterExtension fixture =
            RealCluster.of(Flavour.PYPI_4_1).nodes(1).withTls(files).asExtension();

    @Test
    void areToldBeforeAndAfterTheirEndUntilTheyAreRenewed() throws IOException {
        RealCluster cluster = fixture.get();
        try (MonitorProcess monitor = MonitorProcess.start(Target.newFolder("monitor"), settings(cluster))) {
            monitor.awaitReady();
            Await.until(
                    "all is well",
                    Watch.SOON,
                    () -> Watch.state(monitor.metrics()).equals("healthy"));
            Scrape scrape = monitor.metrics();
            assertThat(scrape.all(NOT_AFTER, "member", "patroni-0")).hasSize(2);
            assertThat(scrape.value(NOT_AFTER, "source", "monitor"))
                    .isCloseTo((double) Instant.now().plus(Duration.ofDays(90)).getEpochSecond(), within(600.0));

            show(cluster, TEN_DAYS);
            awaitEnd(monitor, "patroni", TEN_DAYS);
            awaitEnd(monitor, "postgres", TEN_DAYS);
            Await.until(
                    "a warning", Watch.SOON, () -> severities(monitor.metrics()).equals(Set.of("warning")));
            assertThat(said(monitor, cluster))
                    .contains("Patroni on patroni-0 of ")
                    .contains("PostgreSQL on patroni-0 of ")
                    .contains(" expires in 9 d 23 h (");

            show(cluster, TWO_DAYS);
            Await.until("both", Watch.SOON, () -> severities(monitor.metrics()).equals(Set.of("warning", "critical")));

            show(cluster, Duration.ofDays(60));
            Await.until(
                    "renewed", Watch.SOON, () -> severities(monitor.metrics()).isEmpty());

            files.write(AUTHORITY, Duration.ofHours(-2));
            cluster.reload("patroni-0");
            Await.until("Patroni is refused", Watch.SOON, () -> isRefused(monitor.metrics()));
            awaitEnd(monitor, "patroni", Duration.ofHours(-2));
            Await.until(
                    "expired", Watch.SOON, () -> severities(monitor.metrics()).equals(Set.of("warning", "critical")));
            assertThat(said(monitor, cluster))
                    .contains("The certificate of Patroni on patroni-0 of ")
                    .contains(" expired 2 h")
                    .contains(": renew it and reload Patroni.");

            show(cluster, Duration.ofDays(60));
            Await.until(
                    "all is well again",
                    Watch.SOON,
                    () -> severities(monitor.metrics()).isEmpty()
                            && Watch.state(monitor.metrics()).equals("healthy"));
        }
    }

    private void show(RealCluster cluster, Duration left) {
        files.write(AUTHORITY, left);
        cluster.reload("patroni-0");
        cluster.execute("patroni-0", "SELECT pg_reload_conf()");
        // a session that is open keeps the certificate with which it began
        cluster.execute(
                "patroni-0",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'patroni_monitor'");
    }

    private static void awaitEnd(MonitorProcess monitor, String source, Duration left) {
        Await.until("the end of " + source, Watch.SOON, () -> {
            double end = monitor.metrics().value(NOT_AFTER, "member", "patroni-0", "source", source);
            return Math.abs(end - Instant.now().plus(left).getEpochSecond()) < 60;
        });
    }

    private static Set<String> severities(Scrape scrape) {
        return scrape.all("patroni_monitor_alert", "alertname", ALERT, "state", "firing").stream()
                .map(sample -> sample.label("severity"))
                .collect(Collectors.toSet());
    }

    private static boolean isRefused(Scrape scrape) {
        return !scrape.all("patroni_monitor_source_unread_seconds", "source", "patroni", "reason", "tls")
                .isEmpty();
    }

    private static String said(MonitorProcess monitor, RealCluster cluster) throws IOException {
        JsonNode alerts = JSON.readTree(
                        monitor.get("/api/v1/clusters/" + cluster.scope()).body())
                .path("alerts");
        return StreamSupport.stream(alerts.spliterator(), false)
                .filter(alert -> alert.path("alertname").asText().equals(ALERT))
                .map(alert -> alert.path("description").asText())
                .collect(Collectors.joining("\n"));
    }

    private static CertificateFiles written() {
        CertificateFiles files = new CertificateFiles(Target.newFolder("certificates"));
        files.write(AUTHORITY);
        files.trust(AUTHORITY);
        return files;
    }

    private String settings(RealCluster cluster) {
        return """
                poll { interval = 2s }
                http.tls { cert-file = "%s", key-file = "%s" }
                thresholds.certificate-expiring.for = 0s
                cluster-defaults {
                  patroni.tls.ca-file = "%3$s"
                  postgres { sslmode = verify-full, ssl-root-cert = "%3$s" }
                }
                clusters { %4$s }
                """.formatted(own.certificate(), own.key(), files.authority(), cluster.monitorConfig());
    }
}
