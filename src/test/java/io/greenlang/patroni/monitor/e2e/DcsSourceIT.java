package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Etcd;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
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

/** The DCS read directly: three real etcds below a real cluster in failsafe mode, and what becomes of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Order(1)
final class DcsSourceIT {
    private static final int TTL = 20;
    private static final Duration ALERT = Duration.ofMinutes(2);

    /** What else a DCS that is lost makes true; Alertmanager is told to leave it to the one alert. */
    private static final Set<String> CONSEQUENCES = Set.of("PatroniDcsStale", "PatroniFailsafeActive");

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .etcds(3)
            .dynamic("failsafe_mode", true)
            .asExtension();

    private RealCluster cluster;
    private Etcd etcd;
    private Watch watch;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        etcd = cluster.etcd();
        watch = Watch.over(cluster, cluster.monitorDcs("service"));
        watch.awaitQuietAndHealthy(Watch.RECOVERY);
    }

    @AfterAll
    void stop() {
        watch.close();
    }

    @Test
    @Order(1)
    void readsTheLockItself() {
        Await.until("all of the DCS is read", Watch.SOON, () -> {
            assertReadsTheLock(watch.scrape());
            return true;
        });
    }

    private void assertReadsTheLock(Scrape scrape) throws IOException {
        assertThat(scrape.all("patroni_dcs_up")).hasSize(3).allMatch(endpoint -> endpoint.value() == 1);
        assertThat(scrape.all("patroni_dcs_has_quorum")).hasSize(3).allMatch(endpoint -> endpoint.value() == 1);
        assertThat(scrape.all("patroni_dcs_request_duration_seconds"))
                .hasSize(3)
                .allMatch(endpoint -> endpoint.value() > 0 && endpoint.value() < 2);
        assertThat(Watch.members(scrape, "patroni_dcs_leader_info")).containsExactly(cluster.primary());
        assertThat(lease(scrape)).isPositive().isLessThanOrEqualTo(TTL);
        JsonNode direct = direct();
        assertThat(direct.path("enabled").asBoolean()).isTrue();
        assertThat(direct.path("lock_owner").asText()).isEqualTo(cluster.primary());
        assertThat(direct.path("dispute").isNull()).isTrue();
        assertThat(direct.path("endpoints").get(0).path("version").asText()).startsWith("3.");
    }

    @Test
    @Order(2)
    void countsTheLeaseDownAndNamesWhoTakesTheLock() throws IOException {
        String former = cluster.primary();
        cluster.kill9(former);
        Await.until("the lease runs out", Watch.SOON, () -> lease(watch.scrape()) <= TTL / 2.0);

        String next = cluster.awaitPrimaryOtherThan(former);

        Await.until(
                "the new owner is told",
                Watch.SOON,
                () -> Watch.members(watch.scrape(), "patroni_dcs_leader_info").equals(Set.of(next)));
        cluster.start(former);
        cluster.awaitStreaming();
        awaitNothingButFailovers();
    }

    @Test
    @Order(3)
    void warnsOfAnEndpointThatHangsOrIsGone() throws IOException {
        etcd.freeze(0);
        watch.awaitAlert(ALERT, "PatroniDcsUnhealthy warning firing");
        awaitWarningOfTheEndpointAlone();
        etcd.thaw(0);
        awaitNothingButFailovers();

        etcd.kill9(1);
        watch.awaitAlert(ALERT, "PatroniDcsUnhealthy warning firing");
        awaitWarningOfTheEndpointAlone();
        etcd.start(1);
        awaitNothingButFailovers();
    }

    /** The lock is read through another endpoint. */
    private void awaitWarningOfTheEndpointAlone() {
        Await.until("only the endpoint is warned of", ALERT, () -> {
            assertWarnsOfTheEndpointAlone(watch.scrape());
            return true;
        });
    }

    private void assertWarnsOfTheEndpointAlone(Scrape scrape) {
        assertThat(names(scrape)).containsExactly("PatroniDcsUnhealthy warning");
        assertThat(Watch.members(scrape, "patroni_dcs_leader_info")).containsExactly(cluster.primary());
        assertThat(scrape.all("patroni_dcs_up").stream().filter(one -> one.value() == 0))
                .hasSize(1);
        assertThat(Watch.state(scrape)).isEqualTo("degraded");
    }

    @Test
    @Order(4)
    void tellsThatTheQuorumIsLostAndDropsNobody() throws IOException {
        String primary = cluster.primary();
        etcd.kill9(0);
        etcd.kill9(1);
        watch.awaitAlert(ALERT, "PatroniDcsUnhealthy critical firing");

        Scrape scrape = Await.value(
                "the members answer in time",
                ALERT,
                () -> Optional.of(watch.scrape()).filter(Scrape::isInTimeOfMembers));
        System.out.println("without a quorum: " + Watch.alerts(scrape));
        assertThat(names(scrape)).contains("PatroniDcsUnhealthy critical");
        assertThat(names(scrape))
                .allMatch(alert -> alert.startsWith("PatroniDcsUnhealthy ")
                        || CONSEQUENCES.contains(alert.substring(0, alert.indexOf(' '))));
        assertThat(scrape.value("patroni_cluster_has_leader")).isEqualTo(1);
        assertThat(scrape.all("patroni_monitor_member_up", "source", "postgres"))
                .hasSize(3)
                .allMatch(member -> member.value() == 1);
        assertThat(scrape.all("patroni_dcs_leader_info")).isEmpty();
        assertThat(scrape.all("patroni_dcs_has_quorum"))
                .singleElement()
                .satisfies(last -> assertThat(last.value()).isZero());
        assertThat(cluster.primary()).isEqualTo(primary);

        etcd.start(0);
        etcd.start(1);
        awaitNothingButFailovers();
        assertThat(cluster.primary()).isEqualTo(primary);
    }

    @Test
    @Order(5)
    void refusesAPlaceWhereTheClusterIsNot() throws IOException {
        watch.reconfigure(cluster.monitorDcs("elsewhere"));

        watch.awaitAlert(ALERT.plusMinutes(1), "PatroniMonitorSourceUnread warning firing");
        Scrape scrape = watch.scrape();
        assertThat(names(scrape)).containsExactly("PatroniMonitorSourceUnread warning");
        assertThat(scrape.value("patroni_cluster_has_leader")).isEqualTo(1);
        assertThat(watch.command("status").out()).contains("/elsewhere/greenlang-cluster/");
    }

    private static double lease(Scrape scrape) {
        return scrape.value("patroni_dcs_leader_lease_remaining_seconds");
    }

    private JsonNode direct() throws IOException {
        return new ObjectMapper()
                .readTree(watch.monitor()
                        .get("/api/v1/clusters/greenlang-cluster")
                        .body())
                .path("dcs")
                .path("direct");
    }

    /** As {@code PatroniDcsUnhealthy warning}; that of the failover of this test's own making is left out. */
    private static Set<String> names(Scrape scrape) {
        Set<String> names = new TreeSet<>();
        for (String alert : Watch.alerts(scrape)) {
            String[] words = alert.split(" ", -1);
            if (!words[0].equals("PatroniFailovers")) {
                names.add(words[0] + " " + words[1]);
            }
        }
        return names;
    }

    private void awaitNothingButFailovers() {
        Await.until("no alert but that of the failover itself", Watch.RECOVERY, () -> {
            Set<String> names = names(watch.scrape());
            if (!names.isEmpty()) {
                throw new IllegalStateException(names.toString());
            }
            return true;
        });
    }
}
