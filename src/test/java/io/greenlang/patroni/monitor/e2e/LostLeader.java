package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Scrape.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A primary that dies, wholly or in half. In this order, because each adds to the failovers of the day. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
abstract class LostLeader {
    @RegisterExtension
    final ClusterExtension fixture;

    LostLeader(Flavour flavour) {
        fixture = RealCluster.of(flavour).asExtension();
    }

    @Test
    @Order(1)
    void showsTheFailoverAfterThePrimaryIsKilled() throws IOException {
        RealCluster cluster = fixture.get();
        try (Watch watch = Watch.over(cluster)) {
            watch.awaitQuietAndHealthy(Watch.SOON);
            String dead = cluster.primary();

            cluster.kill9(dead);
            String successor = cluster.awaitPrimaryOtherThan(dead);

            Await.until(successor + " is shown as the leader", Watch.SOON, () -> {
                Scrape scrape = watch.scrape();
                return Watch.members(scrape, "patroni_primary").equals(Set.of(successor))
                        && scrape.value("patroni_cluster_has_leader") == 1;
            });
            watch.awaitValue(Watch.SOON, 1, "patroni_cluster_failovers_24h");
            Scrape scrape = watch.scrape();
            assertThat(scrape.value("patroni_cluster_leaderless_seconds_total")).isBetween(2.0, 60.0);
            assertThat(scrape.samples())
                    .filteredOn(sample ->
                            sample.label("member").equals(dead) && sample.name().startsWith("pg_"))
                    .extracting(Sample::name)
                    .containsOnly("pg_up");
            assertThat(scrape.value("pg_up", "member", dead)).isZero();
            watch.awaitAlert(Watch.SOON, "PatroniMemberDown");

            cluster.start(dead);

            watch.awaitQuietAndHealthy(Watch.RECOVERY);
        }
    }

    @Test
    @Order(2)
    void tellsOfTwoWritablePrimariesAfterOnlyPatroniIsKilled() throws IOException {
        RealCluster cluster = fixture.get();
        cluster.awaitStreaming();
        try (Watch watch = Watch.over(cluster)) {
            cluster.kill9PatroniOnly(cluster.primary());
            Await.until(
                    "two PostgreSQLs take writes",
                    Watch.RECOVERY,
                    () -> cluster.writable().size() == 2);

            watch.awaitValue(Duration.ofSeconds(15), 1, "patroni_cluster_split_brain");
            assertThat(Watch.state(watch.scrape())).isEqualTo("critical");
            watch.awaitAlert(Duration.ofSeconds(75), "PatroniSplitBrain critical firing");

            watch.awaitValue(Watch.SOON, 2, "patroni_cluster_writable_members");
            assertThat(Watch.state(watch.scrape())).isEqualTo("critical");
            assertThat(cluster.writable()).as("still two").hasSize(2);
        }
    }
}
