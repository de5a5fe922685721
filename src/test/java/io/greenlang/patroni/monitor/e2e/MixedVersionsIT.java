package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster in the middle of an upgrade of its Patroni: every member speaks another dialect, and the leader changes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class MixedVersionsIT {
    private static final String OLDEST = "patroni-0";
    private static final String OLD = "patroni-1";
    private static final String NEW = "patroni-2";

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .flavour(OLDEST, Flavour.DEBIAN_3_0)
            .flavour(OLD, Flavour.PYPI_3_3)
            .asExtension();

    private RealCluster cluster;
    private Watch watch;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        watch = Watch.over(cluster, "thresholds.failovers { warning = 5, critical = 9 }");
    }

    @AfterAll
    void stop() {
        watch.close();
    }

    @Test
    @Order(1)
    void isHealthyUnderTheOldestLeader() throws IOException {
        watch.awaitQuietAndHealthy(Watch.SOON);

        assertThat(lines(watch.scrape())).isEqualTo(Map.of(OLDEST, 300, OLD, 303, NEW, 401));
        assertAllSeen(OLDEST);
    }

    @Test
    @Order(2)
    void isHealthyUnderTheNewestLeader() throws IOException {
        switchOver(NEW);

        assertAllSeen(NEW);
    }

    @Test
    @Order(3)
    void isHealthyUnderTheLeaderBetween() throws IOException {
        switchOver(OLD);

        assertAllSeen(OLD);
        assertThat(watch.scrape().value("patroni_cluster_failovers_24h")).isEqualTo(2);
    }

    @Test
    @Order(4)
    void isHealthyAgainAfterAMemberWasUpgraded() throws IOException {
        cluster.restartOn(OLDEST, Flavour.PYPI_4_1);

        Await.until(
                OLDEST + " is seen with its new Patroni",
                Watch.SOON,
                () -> lines(watch.scrape()).equals(Map.of(OLDEST, 401, OLD, 303, NEW, 401)));
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
        assertAllSeen(OLD);
    }

    private void switchOver(String candidate) {
        cluster.switchover(candidate);
        Await.until(
                candidate + " is shown as the leader",
                Watch.SOON,
                () -> Watch.members(watch.scrape(), "patroni_primary").equals(Set.of(candidate)));
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
    }

    /** Candidates are judged by what each member said last, which after a switchover is not the same moment for all. */
    private void assertAllSeen(String leader) throws IOException {
        Await.until("all three are seen under " + leader, Watch.SOON, () -> {
            Scrape scrape = watch.scrape();
            assertThat(Watch.members(scrape, "patroni_primary")).containsExactly(leader);
            assertThat(Watch.members(scrape, "patroni_replica")).hasSize(2);
            assertThat(Watch.members(scrape, "patroni_postgres_streaming")).hasSize(2);
            assertThat(Watch.members(scrape, "pg_up")).hasSize(3);
            assertThat(scrape.all("pg_replication_lag_bytes")).hasSize(2);
            assertThat(scrape.value("patroni_cluster_failover_candidates")).isEqualTo(2);
            return true;
        });
        assertThat(watch.wellBy("status")).contains(cluster.names());
    }

    /** {@code patroni_version} without the patch. */
    private static Map<String, Integer> lines(Scrape scrape) {
        Map<String, Integer> lines = new TreeMap<>();
        scrape.all("patroni_version").forEach(sample -> lines.put(sample.label("member"), (int) sample.value() / 100));
        return lines;
    }
}
