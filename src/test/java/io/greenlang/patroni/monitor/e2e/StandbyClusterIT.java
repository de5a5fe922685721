package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.WriteLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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

/**
 * A cluster that follows another one, and whose members have the same names as the other's: it has a leader, and nobody
 * writes. At the end it is made independent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class StandbyClusterIT {
    private RealCluster source;
    private RealCluster standby;
    private Watch sourceWatch;
    private Watch watch;

    @BeforeAll
    void start() {
        source = RealCluster.of(Flavour.PYPI_4_1).nodes(1).start();
        standby = RealCluster.of(Flavour.PYPI_4_1)
                .scope("greenlang-standby")
                .nodes(2)
                .standbyOf(source, source.primary())
                .start();
        sourceWatch = Watch.over(source);
        watch = Watch.over(standby);
    }

    @AfterAll
    void stop() {
        for (AutoCloseable started : new AutoCloseable[] {watch, sourceWatch, standby, source}) {
            close(started);
        }
    }

    private static void close(AutoCloseable started) {
        try {
            if (started != null) {
                started.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(1)
    void isHealthyWithALeaderThatDoesNotWrite() throws IOException {
        watch.awaitQuietAndHealthy(Watch.SOON);
        String leader = standby.leader();
        String cascading = other(leader);

        watch.holds("healthy and quiet", Duration.ofSeconds(10), Watch::isQuietAndHealthy);
        Scrape scrape = watch.inTime();
        assertThat(Watch.members(scrape, "patroni_standby_leader")).containsExactly(leader);
        assertThat(Watch.members(scrape, "patroni_replica")).containsExactly(cascading);
        assertThat(Watch.members(scrape, "patroni_primary")).isEmpty();
        assertThat(Watch.members(scrape, "pg_in_recovery")).isEqualTo(new TreeSet<>(standby.names()));
        assertThat(Watch.members(scrape, "patroni_postgres_streaming")).isEqualTo(new TreeSet<>(standby.names()));
        assertThat(scrape.value("patroni_cluster_has_leader")).isEqualTo(1);
        assertThat(scrape.value("patroni_cluster_split_brain")).isZero();
        assertThat(scrape.value("patroni_cluster_writable_members")).isZero();
        assertThat(scrape.value("patroni_cluster_failover_candidates")).isEqualTo(1);
        assertThat(scrape.all("patroni_member_info", "role", "standby_leader")).hasSize(1);
    }

    @Test
    @Order(1)
    void measuresTheLagOfTheCascadeBehindTheStandbyLeader() throws IOException {
        String cascading = other(standby.leader());
        try (WriteLoop writes = source.writeLoop()) {
            Await.until("writes", Watch.SOON, () -> writes.written() > 10);
            watch.holds("lag is known, and small", Duration.ofSeconds(8), scrape -> {
                assertThat(scrape.value("pg_replication_lag_seconds")).isLessThan(5);
                return true;
            });
        }
        watch.awaitValue(Watch.SOON, 0, "pg_replication_lag_bytes", "member", cascading);
        assertThat(watch.scrape().all("pg_replication_lag_seconds"))
                .as("the standby leader has nobody here to be compared with")
                .extracting(lag -> lag.label("member"))
                .containsExactly(cascading);
    }

    @Test
    @Order(1)
    void printsTheStandbyLeaderOnTopOfTheTree() {
        String leader = standby.leader();

        assertThat(watch.wellBy("status")).contains("Standby leader");
        assertThat(watch.wellBy("topology"))
                .contains("| " + leader + " ", "| + " + other(leader) + " ")
                .doesNotContain("presumed", "unknown");
        assertThat(watch.wellBy("preflight")).contains(leader);
    }

    @Test
    @Order(1)
    void isOneMoreReceiverToItsSource() throws IOException {
        sourceWatch.awaitQuietAndHealthy(Watch.SOON);

        assertThat(sourceWatch.scrape().all("pg_stat_replication_pg_wal_lsn_diff"))
                .extracting(receiver -> receiver.label("application_name"))
                .containsExactly(standby.leader());
    }

    @Test
    @Order(2)
    void countsTheFailoverOfAStandbyLeader() {
        String former = standby.leader();
        String successor = other(former);

        standby.kill9(former);
        Await.until(
                successor + " is shown as the standby leader",
                Watch.RECOVERY,
                () -> Watch.members(watch.scrape(), "patroni_standby_leader").equals(Set.of(successor)));
        watch.awaitValue(Watch.SOON, 1, "patroni_cluster_failovers_24h");
        standby.start(former);

        watch.awaitQuietAndHealthy(Watch.RECOVERY);
    }

    @Test
    @Order(3)
    void becomesAClusterOfItsOwn() {
        String leader = standby.leader();

        standby.configure("standby_cluster=null");

        Await.until(
                leader + " is shown as primary",
                Watch.RECOVERY,
                () -> Watch.members(watch.scrape(), "patroni_primary").equals(Set.of(leader)));
        watch.awaitValue(Watch.SOON, 1, "patroni_cluster_writable_members");
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
        sourceWatch.awaitQuietAndHealthy(Watch.SOON);
    }

    private String other(String member) {
        List<String> others =
                standby.names().stream().filter(name -> !name.equals(member)).toList();
        assertThat(others).hasSize(1);
        return others.get(0);
    }
}
