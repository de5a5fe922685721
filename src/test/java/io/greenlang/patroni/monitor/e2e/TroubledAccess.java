package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Scrape.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The cluster is well, but not all of it can be seen, or Patroni is told to keep its hands off. The outage of the DCS comes
 * last, because it may cost the leader.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class TroubledAccess {
    @RegisterExtension
    final ClusterExtension fixture;

    private RealCluster cluster;
    private Set<String> all;

    TroubledAccess(Flavour flavour) {
        fixture = RealCluster.of(flavour).asExtension();
    }

    @BeforeEach
    void startFromAStreamingCluster() {
        cluster = fixture.get();
        cluster.awaitStreaming();
        all = new TreeSet<>(cluster.names());
    }

    @Test
    @Order(1)
    void keepsWhatPatroniTellsWhenThePasswordIsWrong() throws IOException {
        Path wrong = Files.writeString(cluster.folder().resolve("wrong-password"), "not-the-password\n");
        try (Watch watch = Watch.over(cluster, "postgres.password-file = \"" + wrong + "\"")) {
            Scrape scrape = watch.inTime();

            assertThat(scrape.all("pg_up"))
                    .hasSize(3)
                    .allSatisfy(up -> assertThat(up.value()).isZero());
            assertThat(scrape.all("patroni_monitor_failure", "source", "postgres"))
                    .hasSize(3)
                    .allSatisfy(failure -> assertThat(failure.label("reason")).isEqualTo("auth"));
            assertThat(scrape.all("pg_stat_activity_count")).isEmpty();
            assertThat(Watch.members(scrape, "patroni_primary")).containsExactly(cluster.primary());
            assertThat(Watch.members(scrape, "patroni_monitor_member_up", "source", "patroni"))
                    .isEqualTo(all);
            assertThat(scrape.value("patroni_cluster_has_leader")).isEqualTo(1);
            assertThat(scrape.all("pg_replication_lag_bytes"))
                    .as("known from REST")
                    .extracting(lag -> lag.label("member"))
                    .containsExactlyInAnyOrderElementsOf(cluster.replicas());
            assertThat(watch.monitor().logText()).doesNotContain("not-the-password");
        }
    }

    @Test
    @Order(1)
    void leavesBlankFactsOutWhenTheRoleLacksPrivileges() throws IOException {
        cluster.execute(cluster.primary(), "CREATE ROLE joe LOGIN PASSWORD '" + cluster.monitorPassword() + "'");
        cluster.awaitStreaming();
        try (Watch watch = Watch.over(cluster, "postgres.username = joe")) {
            watch.awaitAlert(Watch.SOON, "PatroniMonitorPrivileges warning");
            Scrape scrape = watch.inTime();

            assertThat(scrape.all("patroni_monitor_privileges_ok"))
                    .hasSize(3)
                    .extracting(Sample::value)
                    .containsOnly(0.0);
            assertThat(Watch.members(scrape, "pg_up")).isEqualTo(all);
            assertThat(scrape.all("pg_settings_max_connections")).hasSize(3);
            assertThat(scrape.all("pg_replication_lag_bytes")).hasSize(2);
            assertThat(scrape.samples())
                    .extracting(Sample::name)
                    .doesNotContain(
                            "pg_stat_activity_max_tx_duration",
                            "pg_stat_replication_pg_wal_lsn_diff",
                            "pg_wal_size_bytes",
                            "pg_disk_size_bytes",
                            "pg_disk_used_bytes");
        }
    }

    @Test
    @Order(1)
    void tellsOfMaintenanceMode() throws IOException {
        try (Watch watch = Watch.over(cluster)) {
            watch.awaitQuietAndHealthy(Watch.SOON);
            assertThat(watch.inTime().value("patroni_cluster_paused")).isZero();

            cluster.pause();
            try {
                watch.awaitValue(Watch.SOON, 1, "patroni_cluster_paused");
                watch.awaitAlert(Watch.SOON, "PatroniPaused warning pending");
                assertThat(Watch.members(watch.inTime(), "patroni_is_paused")).isEqualTo(all);
            } finally {
                cluster.resume();
            }

            watch.awaitValue(Watch.SOON, 0, "patroni_cluster_paused");
            watch.awaitQuietAndHealthy(Watch.SOON);
        }
    }

    @Test
    @Order(2)
    void keepsReadingTheMembersWhenTheDcsIsDown() throws IOException {
        try (Watch watch = Watch.over(cluster)) {
            watch.awaitQuietAndHealthy(Watch.SOON);

            cluster.stopEtcd();
            try {
                Await.until(
                        "the DCS is seen to fail",
                        Watch.SOON,
                        () -> watch.scrape().has("patroni_monitor_failure", "source", "dcs"));
                watch.awaitAlert(Watch.RECOVERY, "PatroniDcsStale warning");
                Scrape scrape = watch.scrape();
                assertThat(scrape.all("patroni_monitor_failure", "source", "dcs"))
                        .allSatisfy(
                                failure -> assertThat(failure.label("reason")).isIn("empty_reply", "timeout"));
                Await.until(
                        "every Patroni is read, also the former leader's that demotes its PostgreSQL",
                        Watch.SOON,
                        () -> Watch.members(watch.scrape(), "patroni_monitor_member_up", "source", "patroni")
                                .equals(all));
                watch.awaitAlert(Watch.RECOVERY, "PatroniDcsStale critical");
                Await.until(
                        "all PostgreSQLs are read, the former leader's as a standby",
                        Watch.SOON,
                        () -> Watch.members(watch.scrape(), "pg_in_recovery").equals(all));
                assertThat(Watch.state(watch.scrape())).isEqualTo("critical");
            } finally {
                cluster.startEtcd();
            }

            watch.awaitQuietAndHealthy(Watch.RECOVERY);
        }
    }
}
