package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Consul;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.nio.file.Path;
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

/** Three real servers of Consul with ACLs below a real cluster in failsafe mode. */
@Tag("dcs")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Order(1)
final class ConsulDcsIT {
    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .onConsul(3)
            .dynamic("failsafe_mode", true)
            .asExtension();

    private RealCluster cluster;
    private Consul consul;
    private Path mayRead;
    private DcsWatch dcs;

    @BeforeAll
    void watchIt() {
        cluster = fixture.get();
        consul = cluster.consul();
        mayRead = consul.monitorToken("reader", "key_prefix \"service/greenlang-cluster/\" { policy = \"read\" }");
        dcs = DcsWatch.over(cluster, consul.monitorSettings(mayRead));
    }

    @AfterAll
    void stop() {
        dcs.close();
    }

    @Test
    @Order(1)
    void readsTheLockOfWhichNoLeaseIsKnown() throws IOException {
        dcs.awaitLockOfThePrimary();

        Scrape scrape = dcs.watch().scrape();
        assertThat(scrape.all("patroni_dcs_up")).hasSize(3).allMatch(endpoint -> endpoint.value() == 1);
        assertThat(scrape.all("patroni_dcs_has_quorum")).hasSize(3).allMatch(endpoint -> endpoint.value() == 1);
        assertThat(scrape.all("patroni_dcs_leader_lease_remaining_seconds")).isEmpty();
    }

    @Test
    @Order(2)
    void findsTheClusterByItsKeys() {
        Path mayReadAll = consul.monitorToken("lister", "key_prefix \"service/\" { policy = \"read\" }");

        Discovering.finds(cluster, consul.monitorSettings(mayReadAll));
    }

    @Test
    @Order(3)
    void namesTheTokenThatIsMissingWrongOrMayReadTooLittle() throws IOException {
        dcs.reconfigure(consul.monitorSettings(null));
        dcs.awaitKeysThatCanNotBeRead("bad_answer", "no member is registered below service/greenlang-cluster/");

        dcs.reconfigure(consul.monitorSettings(consul.unknownToken()));
        dcs.awaitKeysThatCanNotBeRead("auth", "ACL not found");

        Path onlyTheLock =
                consul.monitorToken("lock", "key \"service/greenlang-cluster/leader\" { policy = \"read\" }");
        dcs.reconfigure(consul.monitorSettings(onlyTheLock));
        dcs.awaitKeysThatCanNotBeRead("permission", "the token may not read all keys below service/greenlang-cluster/");

        dcs.reconfigure(consul.monitorSettings(mayRead));
        dcs.awaitNoAlert();
        dcs.awaitLockOfThePrimary();
    }

    @Test
    @Order(4)
    void namesWhoTakesTheLock() {
        String former = cluster.primary();
        cluster.kill9(former);
        cluster.awaitPrimaryOtherThan(former);
        dcs.awaitLockOfThePrimary();

        cluster.start(former);
        cluster.awaitStreaming();
        dcs.awaitNoAlert();
    }

    @Test
    @Order(5)
    void tellsThatTheQuorumIsLostAndDropsNobody() throws IOException {
        String primary = cluster.primary();
        consul.kill9(0);
        consul.kill9(1);
        try {
            assertThatItIsMissedAndNobodyDropped();
        } finally {
            consul.start(0);
            consul.start(1);
        }
        dcs.awaitNoAlert();
        dcs.awaitLockOfThePrimary();
        assertThat(cluster.primary()).isEqualTo(primary);
    }

    private void assertThatItIsMissedAndNobodyDropped() throws IOException {
        dcs.watch().awaitAlert(DcsWatch.ALERT, "PatroniDcsUnhealthy critical firing");

        Scrape scrape = dcs.watch().scrape();
        System.out.println("Consul without a quorum: " + Watch.alerts(scrape));
        assertThat(DcsWatch.alerts(scrape)).contains("PatroniDcsUnhealthy critical");
        DcsWatch.assertNoneBut(scrape, "PatroniDcsUnhealthy", "PatroniDcsStale", "PatroniFailsafeActive");
        assertThat(scrape.all("patroni_dcs_has_quorum"))
                .singleElement()
                .satisfies(last -> assertThat(last.value()).isZero());
        assertThat(scrape.all("patroni_dcs_leader_info")).isEmpty();
        dcs.assertNobodyIsDropped(scrape);
    }
}
