package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.KubernetesDcs;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real API server, on whose Endpoints a real cluster in failsafe mode keeps its lock, read with the shipped Role. */
@Tag("dcs")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Order(1)
final class KubernetesDcsIT {
    private static final int TTL = 20;

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .onKubernetes(true)
            .dynamic("failsafe_mode", true)
            .asExtension();

    private RealCluster cluster;
    private KubernetesDcs kubernetes;
    private DcsWatch dcs;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        kubernetes = cluster.kubernetes();
        dcs = DcsWatch.over(cluster, kubernetes.monitorSettings());
    }

    @AfterAll
    void stop() {
        dcs.close();
    }

    @Test
    @Order(1)
    void readsTheLockAndItsLease() throws IOException {
        dcs.awaitLockOfThePrimary();
        Await.until("the lock was seen to be renewed", Watch.SOON, () -> {
            assertThat(dcs.watch().scrape().value("patroni_dcs_leader_lease_remaining_seconds"))
                    .isPositive()
                    .isLessThanOrEqualTo(TTL);
            return true;
        });
        Scrape scrape = dcs.watch().scrape();
        assertThat(scrape.all("patroni_dcs_up"))
                .singleElement()
                .satisfies(up -> assertThat(up.value()).isEqualTo(1));
        assertThat(scrape.all("patroni_dcs_has_quorum"))
                .singleElement()
                .satisfies(quorum -> assertThat(quorum.value()).isEqualTo(1));
    }

    @Test
    @Order(2)
    void findsTheClusterByItsLabels() {
        Discovering.finds(cluster, kubernetes.monitorSettings());
    }

    @Test
    @Order(3)
    void namesTheRightsThatAreMissing() {
        kubernetes.refuseMonitor();
        dcs.awaitKeysThatCanNotBeRead("permission", "may not list pods in namespace greenlang-db");
        kubernetes.letMonitorRead();
        dcs.awaitNoAlert();
    }

    @Test
    @Order(4)
    void namesATokenThatIsWrong() {
        kubernetes.spoilMonitorToken();
        dcs.awaitKeysThatCanNotBeRead("auth", "HTTP status 401: Unauthorized");
        kubernetes.renewMonitorToken();
        dcs.awaitNoAlert();
    }

    @Test
    @Order(5)
    void alertsOnAnApiServerThatHangs() throws IOException {
        String primary = cluster.primary();
        kubernetes.server().freeze();
        try {
            assertThatItIsMissedAndNobodyDropped("timeout", primary);
        } finally {
            kubernetes.server().thaw();
        }
        dcs.awaitNoAlert();
        dcs.awaitLockOfThePrimary();
    }

    @Test
    @Order(6)
    void alertsOnAnApiServerThatIsGone() throws IOException {
        String primary = cluster.primary();
        kubernetes.server().kill9();
        try {
            assertThatItIsMissedAndNobodyDropped("refused", primary);
        } finally {
            kubernetes.server().startAgain();
        }
        dcs.awaitNoAlert();
        dcs.awaitLockOfThePrimary();
    }

    /** Patroni's watch stays open: members go on saying that they have reached the DCS, and {@code /cluster} answers without a leader. */
    @Test
    @Order(7)
    void neitherCallsItReadOnlyNorBlamesItsOwnWay() throws IOException {
        cluster.configure("failsafe_mode=false");
        dcs.awaitNoAlert();
        dcs.awaitLockOfThePrimary();
        kubernetes.server().freeze();
        try {
            dcs.watch().awaitAlert(DcsWatch.ALERT, "PatroniNoLeader critical firing");
            Await.holds("for longer than the lock may be free", Duration.ofSeconds(TTL + 15), () -> {
                assertThat(DcsWatch.alerts(dcs.watch().scrape()))
                        .contains("PatroniDcsUnhealthy warning", "PatroniNoLeader critical")
                        .doesNotContain("PatroniDcsReadOnly critical");
                return true;
            });
            System.out.println("API server hangs, no failsafe mode: "
                    + Watch.alerts(dcs.watch().scrape()));
            assertThat(dcs.watch()
                            .monitor()
                            .get("/api/v1/clusters/" + cluster.scope())
                            .body())
                    .contains("1 of 1 endpoints of the DCS")
                    .doesNotContain("the monitor's own way");
            assertThat(dcs.watch().scrape().all("patroni_monitor_member_up", "source", "postgres"))
                    .hasSize(3)
                    .allMatch(member -> member.value() == 1);
        } finally {
            kubernetes.server().thaw();
        }
        dcs.awaitNoAlert();
        dcs.awaitLockOfThePrimary();
    }

    private void assertThatItIsMissedAndNobodyDropped(String reason, String primary) throws IOException {
        dcs.watch().awaitAlert(DcsWatch.ALERT, "PatroniDcsUnhealthy critical firing");
        Scrape scrape = dcs.watch().scrape();
        System.out.println("API server " + reason + ": " + Watch.alerts(scrape));
        DcsWatch.assertNoneBut(scrape, "PatroniDcsUnhealthy", "PatroniDcsStale", "PatroniFailsafeActive");
        assertThat(scrape.all("patroni_dcs_up"))
                .singleElement()
                .satisfies(up -> assertThat(up.value()).isZero());
        assertThat(scrape.all("patroni_dcs_leader_info")).isEmpty();
        assertThat(dcs.direct().path("endpoints").get(0).toString()).contains(reason);
        dcs.assertNobodyIsDropped(scrape);
        assertThat(cluster.writable()).containsExactly(primary);
    }
}
