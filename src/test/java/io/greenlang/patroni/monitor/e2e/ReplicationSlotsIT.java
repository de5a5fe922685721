package io.greenlang.patroni.monitor.e2e;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.util.Map;
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

/** Replication slots as Patroni 4 keeps them: for every member on every member, and for a while after one has gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ReplicationSlotsIT {
    private static final String ACTIVE = "pg_replication_slots_active";
    private static final String RETAINED = "pg_replication_slots_pg_wal_lsn_diff";

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .parameter("wal_level", "logical")
            .dynamic("member_slots_ttl", 10)
            .dynamic(
                    "slots",
                    Map.of(
                            "for_a_tool", Map.of("type", "physical"),
                            "for_a_consumer", Map.of("type", "logical", "database", "postgres", "plugin", "pgoutput")))
            .asExtension();

    private RealCluster cluster;
    private Watch watch;

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
    void areShownOnAllMembersAndInUseOnThePrimary() throws IOException {
        String primary = cluster.primary();
        Await.until(
                "the logical slot is copied to every member",
                Watch.RECOVERY,
                () -> watch.scrape()
                                .all(ACTIVE, "slot_name", "for_a_consumer", "slot_type", "logical")
                                .size()
                        == 3);
        watch.awaitQuietAndHealthy(Watch.SOON);
        Scrape scrape = watch.scrape();

        for (String member : cluster.names()) {
            Set<String> expected = new TreeSet<>(Set.of("for_a_tool", "for_a_consumer"));
            cluster.names().stream()
                    .filter(name -> !name.equals(member))
                    .map(ReplicationSlotsIT::slot)
                    .forEach(expected::add);
            assertThat(slots(scrape, member)).as("slots at " + member).isEqualTo(expected);
        }
        assertThat(scrape.all(ACTIVE).stream().filter(slot -> slot.value() == 1))
                .hasSize(2)
                .allMatch(slot -> slot.label("member").equals(primary));
        assertThat(scrape.all("pg_replication_slots_wal_status"))
                .extracting(slot -> slot.label("wal_status"))
                .containsOnly("reserved");
    }

    @Test
    @Order(2)
    void keepWalForADeadMemberUntilTheyAreDropped() throws IOException {
        String primary = cluster.primary();
        String dead = cluster.replicas().get(0);

        cluster.kill9(dead);
        watch.awaitValue(Watch.SOON, 0, ACTIVE, "member", primary, "slot_name", slot(dead));
        cluster.execute(primary, "SELECT pg_switch_wal()");
        cluster.execute(primary, "CHECKPOINT");
        Await.until(
                "WAL is kept for the dead member",
                Watch.SOON,
                () -> watch.scrape().value(RETAINED, "member", primary, "slot_name", slot(dead)) > 0);
        assertThat(watch.scrape().value(ACTIVE, "member", primary, "slot_name", slot(dead)))
                .isZero();
        Await.until(
                "its slots are dropped",
                Watch.RECOVERY,
                () -> watch.scrape().all(ACTIVE, "slot_name", slot(dead)).isEmpty());

        cluster.start(dead);
        watch.awaitValue(Watch.RECOVERY, 1, ACTIVE, "member", primary, "slot_name", slot(dead));
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
    }

    private static Set<String> slots(Scrape scrape, String member) {
        return scrape.all(ACTIVE, "member", member).stream()
                .map(slot -> slot.label("slot_name"))
                .collect(toCollection(TreeSet::new));
    }

    /** As Patroni names it. */
    private static String slot(String member) {
        return member.replace('-', '_');
    }
}
