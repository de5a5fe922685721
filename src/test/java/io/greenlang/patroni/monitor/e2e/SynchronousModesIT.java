package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
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

/** Synchronous replication as Patroni runs it: on, strict, and by quorum. Each test starts from a healthy cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SynchronousModesIT {
    private static final String MISSING = "PatroniSyncStandbyMissing";

    @RegisterExtension
    final ClusterExtension fixture =
            RealCluster.of(Flavour.PYPI_4_1).dynamic("synchronous_mode", true).asExtension();

    private RealCluster cluster;
    private Watch watch;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        cluster.execute(cluster.primary(), "CREATE TABLE written (at timestamptz)");
        watch = Watch.over(cluster, "thresholds.sync-standby-missing.for = 2s");
    }

    @AfterAll
    void stop() {
        watch.close();
    }

    @Test
    @Order(1)
    void hasOneSynchronousStandbyThatMayTakeOver() throws IOException {
        watch.awaitValue(Watch.SOON, 1, "patroni_cluster_sync_standbys");
        watch.awaitQuietAndHealthy(Watch.SOON);
        Set<String> standbys = Await.value(
                "the standby itself says that it is synchronous",
                Watch.SOON,
                () -> Optional.of(Watch.members(watch.scrape(), "patroni_sync_standby"))
                        .filter(members -> members.size() == 1));
        Scrape scrape = watch.scrape();

        assertThat(cluster.replicas()).containsAll(standbys);
        assertThat(Watch.members(scrape, "patroni_quorum_standby")).isEmpty();
        assertThat(scrape.value("patroni_cluster_failover_candidates")).isEqualTo(1);
    }

    @Test
    @Order(2)
    void warnsWithoutAStandbyAsWritesGoOn() throws IOException {
        List<String> standbys = killTheStandbys();

        watch.awaitAlert(Watch.SOON, MISSING + " warning firing");
        Await.until("a write comes through", Watch.SOON, () -> {
            write();
            return true;
        });
        assertThat(Watch.alerts(watch.scrape())).noneMatch(alert -> alert.startsWith(MISSING + " critical"));

        comeBack(standbys);
    }

    @Test
    @Order(3)
    void isCriticalWhenStrictModeBlocksWrites() throws Exception {
        cluster.configure("synchronous_mode_strict=true");
        List<String> standbys = killTheStandbys();

        watch.awaitAlert(Watch.SOON, MISSING + " critical firing");
        CompletableFuture<Void> blocked = CompletableFuture.runAsync(this::write);
        Await.until("a write waits for a standby", Watch.SOON, () -> waiting() == 1);
        assertThat(blocked).isNotDone();
        assertThat(Watch.state(watch.scrape())).isEqualTo("critical");
        assertThat(watch.scrape().value("patroni_cluster_failover_candidates")).isZero();

        standbys.forEach(cluster::start);
        blocked.get(Watch.RECOVERY.toSeconds(), TimeUnit.SECONDS);
        comeBack(List.of());
    }

    @Test
    @Order(4)
    void countsEveryStandbyOfAQuorum() throws IOException {
        cluster.configure("synchronous_mode=quorum", "synchronous_mode_strict=null");

        watch.awaitValue(Watch.SOON, 2, "patroni_cluster_sync_standbys");
        Set<String> standbys = new TreeSet<>(cluster.replicas());
        Await.until(
                "both say so",
                Watch.SOON,
                () -> Watch.members(watch.scrape(), "patroni_quorum_standby").equals(standbys));
        watch.awaitQuietAndHealthy(Watch.SOON);
        Scrape scrape = watch.scrape();
        assertThat(Watch.members(scrape, "patroni_sync_standby")).isEmpty();
        assertThat(scrape.value("patroni_cluster_failover_candidates")).isEqualTo(2);
        assertThat(watch.wellBy("topology")).contains("streaming quorum");
    }

    @Test
    @Order(5)
    void warnsWhenTheQuorumHasNoStandbyLeft() throws IOException {
        List<String> standbys = killTheStandbys();

        watch.awaitAlert(Watch.SOON, MISSING + " warning firing");

        comeBack(standbys);
    }

    private List<String> killTheStandbys() {
        List<String> standbys = cluster.replicas();
        standbys.forEach(cluster::kill9);
        return standbys;
    }

    private void comeBack(List<String> standbys) throws IOException {
        standbys.forEach(cluster::start);
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
        assertThat(watch.scrape().value("patroni_cluster_sync_standbys")).isPositive();
    }

    private void write() {
        try (Connection connection = cluster.superuser(cluster.primary());
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, (int) Watch.RECOVERY.toMillis());
            statement.execute("INSERT INTO written VALUES (now())");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int waiting() {
        return Integer.parseInt(cluster.queryOne(
                cluster.primary(), "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"));
    }
}
