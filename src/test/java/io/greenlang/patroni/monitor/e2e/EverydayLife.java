package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.ClusterOptions;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
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

/** The short tour, for versions that not every scenario runs on: well, without a replica, switched over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class EverydayLife {
    @RegisterExtension
    final ClusterExtension fixture;

    private final int line;
    private final int postgres;
    private RealCluster cluster;
    private Watch watch;

    /**
     * @param line major and minor number of this Patroni, as {@code patroni_version} has them: 303 is 3.3
     * @param postgres major version
     */
    EverydayLife(ClusterOptions options, int line, int postgres) {
        fixture = options.asExtension();
        this.line = line;
        this.postgres = postgres;
    }

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        watch = Watch.over(cluster);
    }

    @AfterAll
    void stop() {
        watch.close();
    }

    @Test
    @Order(1)
    void isSeenWhole() throws IOException {
        watch.awaitQuietAndHealthy(Watch.SOON);
        Scrape scrape = watch.inTime();

        Set<String> all = new TreeSet<>(cluster.names());
        assertThat(scrape.all("patroni_version"))
                .hasSize(3)
                .allSatisfy(version -> assertThat((int) version.value() / 100).isEqualTo(line));
        assertThat(scrape.all("patroni_postgres_server_version"))
                .hasSize(3)
                .allSatisfy(
                        version -> assertThat((int) version.value() / 10_000).isEqualTo(postgres));
        assertThat(Watch.members(scrape, "patroni_primary")).containsExactly(cluster.primary());
        assertThat(Watch.members(scrape, "patroni_replica")).containsExactlyInAnyOrderElementsOf(cluster.replicas());
        assertThat(Watch.members(scrape, "patroni_postgres_streaming"))
                .containsExactlyInAnyOrderElementsOf(cluster.replicas());
        assertThat(Watch.members(scrape, "pg_up")).isEqualTo(all);
        assertThat(scrape.value("patroni_cluster_failover_candidates")).isEqualTo(2);
        assertThat(scrape.all("pg_replication_lag_bytes")).hasSize(2);
        assertThat(scrape.all("patroni_monitor_failure")).isEmpty();
        assertThat(watch.wellBy("status")).contains(cluster.names());
    }

    @Test
    @Order(2)
    void missesAReplicaThatDies() throws IOException {
        String dead = cluster.replicas().get(0);

        cluster.kill9(dead);
        watch.awaitAlert(Watch.SOON, "PatroniMemberDown warning pending at " + dead);
        Await.until("Patroni is dead before its PostgreSQL, and so is seen", Watch.SOON, () -> {
            Scrape scrape = watch.scrape();
            assertThat(Watch.state(scrape)).isEqualTo("degraded");
            assertThat(scrape.value("patroni_cluster_failover_candidates")).isEqualTo(1);
            assertThat(scrape.value("patroni_cluster_has_leader")).isEqualTo(1);
            assertThat(Watch.members(scrape, "pg_up")).doesNotContain(dead).hasSize(2);
            return true;
        });

        cluster.start(dead);
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
    }

    @Test
    @Order(3)
    void followsASwitchover() {
        String candidate = cluster.replicas().get(1);

        cluster.switchover(candidate);

        Await.until(
                candidate + " is shown as the leader",
                Watch.SOON,
                () -> Watch.members(watch.scrape(), "patroni_primary").equals(Set.of(candidate)));
        watch.awaitValue(Watch.SOON, 1, "patroni_cluster_failovers_24h");
        watch.awaitQuietAndHealthy(Duration.ofSeconds(60));
    }
}
