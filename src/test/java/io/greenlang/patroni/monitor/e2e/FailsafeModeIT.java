package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.WriteLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code failsafe_mode}: a primary that reaches all members stays one without the DCS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class FailsafeModeIT {
    /** The ttl of the fixture, and a loop. */
    private static final Duration BEYOND_THE_TTL = Duration.ofSeconds(25);

    @RegisterExtension
    final ClusterExtension fixture =
            RealCluster.of(Flavour.PYPI_4_1).dynamic("failsafe_mode", true).asExtension();

    @Test
    void keepsTheLeaderAndSaysSoWhileTheDcsIsAway() throws IOException {
        RealCluster cluster = fixture.get();
        String primary = cluster.primary();
        try (Watch watch = Watch.over(cluster, "thresholds.failsafe-active.for = 2s")) {
            watch.awaitQuietAndHealthy(Watch.SOON);

            cluster.stopEtcd();
            try (WriteLoop writes = cluster.writeLoop()) {
                watch.awaitAlert(Watch.SOON, "PatroniFailsafeActive warning firing");
                long before = writes.written();
                Await.holds(
                        "the primary leads on",
                        BEYOND_THE_TTL,
                        watch::scrape,
                        Scrape::isInTimeOfMembers,
                        page -> leadsOn(page, primary));
                assertThat(cluster.writable()).containsExactly(primary);
                assertThat(writes.written()).isGreaterThan(before);
                assertThat(Watch.members(watch.scrape(), "patroni_failsafe_mode_is_active"))
                        .contains(primary);
            } finally {
                cluster.startEtcd();
            }

            watch.awaitQuietAndHealthy(Watch.RECOVERY);
            assertThat(cluster.primary()).isEqualTo(primary);
            assertThat(watch.scrape().value("patroni_cluster_failovers_24h")).isZero();
        }
    }

    private static boolean leadsOn(Scrape scrape, String primary) {
        assertThat(Watch.members(scrape, "patroni_primary")).containsExactly(primary);
        assertThat(scrape.value("patroni_cluster_has_leader")).isEqualTo(1);
        assertThat(scrape.value("patroni_cluster_writable_members")).isEqualTo(1);
        assertThat(Watch.alerts(scrape))
                .allMatch(alert -> List.of("PatroniFailsafeActive", "PatroniDcsStale", "PatroniMonitorSourceUnread")
                        .contains(alert.split(" ", 2)[0]));
        return true;
    }
}
