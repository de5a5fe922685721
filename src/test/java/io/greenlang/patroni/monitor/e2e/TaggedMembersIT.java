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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tag asks for is no fault: one member may not lead, one is fed by it, one takes its WAL from the archive. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class TaggedMembersIT {
    private static final String LEADER = "patroni-0";
    private static final String NEVER_LEADER = "patroni-1";
    private static final String CASCADING = "patroni-2";
    private static final String FROM_ARCHIVE = "patroni-3";
    /** Beside the data directory, in which both commands run. */
    private static final String ARCHIVE = "../wal-archive";

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .nodes(2)
            .tags(NEVER_LEADER, Map.of("nofailover", true, "nosync", true))
            .tags(CASCADING, Map.of("replicatefrom", NEVER_LEADER, "noloadbalance", true))
            .tags(FROM_ARCHIVE, Map.of("nostream", true))
            .parameter("archive_mode", "on")
            .parameter("archive_command", "install -D %p " + ARCHIVE + "/%f")
            .parameter("archive_timeout", "5s")
            .asExtension();

    private RealCluster cluster;
    private Watch watch;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        cluster.configure("postgresql.recovery_conf.restore_command=cp " + ARCHIVE + "/%f %p");
        // not at once: a cascade that is cloned before its source would ask it for WAL that it never had
        cluster.addNode(CASCADING);
        cluster.addNode(FROM_ARCHIVE);
        watch = Watch.over(cluster);
    }

    @AfterAll
    void stop() {
        watch.close();
    }

    @Test
    void isHealthyAsItWasAskedToBe() throws IOException {
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
        Scrape scrape = watch.inTime();

        assertThat(Watch.members(scrape, "patroni_primary")).containsExactly(LEADER);
        assertThat(Watch.members(scrape, "patroni_nostream")).containsExactly(FROM_ARCHIVE);
        assertThat(Watch.members(scrape, "patroni_postgres_streaming"))
                .containsExactlyInAnyOrder(NEVER_LEADER, CASCADING);
        watch.holds("quiet", Duration.ofSeconds(40), page -> {
            assertThat(Watch.alerts(page)).isEmpty();
            return true;
        });
    }

    @Test
    void countsAllButTheOneThatMayNotTakeOver() {
        // the one on the archive may wait for a WAL file, and be too far behind until it comes
        watch.awaitValue(Watch.SOON, 2, "patroni_cluster_failover_candidates");

        assertThat(watch.wellBy("preflight")).contains("A replica could take over: " + CASCADING);
    }

    @Test
    void showsTheCascade() {
        watch.awaitQuietAndHealthy(Watch.RECOVERY);

        assertThat(watch.wellBy("topology"))
                .contains("| " + LEADER + " ", "| + " + NEVER_LEADER + " ", "|   + " + CASCADING + " ")
                .contains("| + " + FROM_ARCHIVE + " ");
    }

    @Test
    void measuresTheLagOfEachOfThem() throws IOException {
        try (WriteLoop writes = cluster.writeLoop()) {
            Await.until("writes", Watch.SOON, () -> writes.written() > 10);
            watch.holds("those that stream keep up", Duration.ofSeconds(10), scrape -> {
                assertThat(scrape.value("pg_replication_lag_seconds", "member", NEVER_LEADER))
                        .isLessThan(5);
                assertThat(scrape.value("pg_replication_lag_seconds", "member", CASCADING))
                        .isLessThan(5);
                return true;
            });
        }
        assertThat(watch.scrape().has("pg_replication_lag_bytes", "member", FROM_ARCHIVE))
                .isTrue();
    }
}
