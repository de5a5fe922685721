package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.KubernetesDcs;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.WriteLoop;
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

/**
 * The lock in ConfigMaps of a real API server, and three ways in which members show it wrongly or nobody can take it. Patroni's REST API
 * answers from what the API server has told it, and not from the DCS.
 */
@Tag("dcs")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Order(1)
final class KubernetesLockIT {
    /** Within that, a leader that is not seen makes PatroniNoLeader fire. */
    private static final Duration LONG = Duration.ofSeconds(75);

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1)
            .onKubernetes(false)
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
    void readsTheLockFromConfigMaps() {
        dcs.awaitLockOfThePrimary();
        Discovering.finds(cluster, kubernetes.monitorSettings());
    }

    /** {@code /cluster} goes on answering, without a leader; failsafe mode keeps the primary. */
    @Test
    @Order(2)
    void hasALeaderWhileTheEtcdOfTheApiServerHangs() throws IOException {
        String primary = cluster.primary();
        kubernetes.server().etcd().freeze(0);
        try (WriteLoop writes = cluster.writeLoop()) {
            dcs.watch().awaitAlert(DcsWatch.ALERT, "PatroniFailsafeActive");
            dcs.watch().awaitAlert(DcsWatch.ALERT, "PatroniDcsUnhealthy critical firing");
            long before = writes.written();
            Await.holds("the primary leads on", LONG, () -> {
                Scrape scrape = dcs.watch().scrape();
                dcs.assertNobodyIsDropped(scrape);
                assertThat(Watch.members(scrape, "patroni_primary")).containsExactly(primary);
                DcsWatch.assertNoneBut(scrape, "PatroniDcsUnhealthy", "PatroniDcsStale", "PatroniFailsafeActive");
                return true;
            });
            System.out.println(
                    "etcd of the API server hangs: " + Watch.alerts(dcs.watch().scrape()));
            assertThat(writes.written()).isGreaterThan(before);
            assertThat(cluster.writable()).containsExactly(primary);
        } finally {
            kubernetes.server().etcd().thaw(0);
        }
        dcs.awaitNoAlert();
        dcs.awaitLockOfThePrimary();
    }

    /** It is refused its writes and goes on reading what it knows; the monitor reads by rights of its own. */
    @Test
    @Order(3)
    void tellsThatNobodyMayTakeTheLock() throws IOException {
        kubernetes.refusePatroni();
        try {
            assertThatItIsCalledReadOnly();
        } finally {
            kubernetes.letPatroniWrite();
        }
        dcs.awaitNoAlert();
        dcs.awaitLockOfThePrimary();
    }

    private void assertThatItIsCalledReadOnly() throws IOException {
        dcs.watch().awaitAlert(DcsWatch.ALERT, "PatroniDcsReadOnly critical firing");

        Scrape scrape = dcs.watch().scrape();
        System.out.println("Patroni has no rights: " + Watch.alerts(scrape));
        // beside what no leader brings along: it is not the DCS that fails, nor the monitor's way to it
        DcsWatch.assertNoneBut(scrape, "PatroniDcsReadOnly", "PatroniNoLeader", "PatroniReplicaNotStreaming");
        assertThat(scrape.value("patroni_cluster_has_leader")).isZero();
        assertThat(scrape.all("patroni_monitor_member_up", "source", "postgres"))
                .hasSize(3)
                .allMatch(member -> member.value() == 1);
        assertThat(cluster.writable()).isEmpty();
    }

    /** A primary that has lost the lock and writes on, because its Patroni stands still. */
    @Test
    @Order(4)
    void namesThePrimaryThatWritesWithoutTheLock() throws IOException {
        String old = cluster.primary();
        cluster.freezePatroni(old);
        try {
            String leader = Await.value(
                    "another holds the lock",
                    Watch.RECOVERY,
                    () -> Watch.members(dcs.watch().scrape(), "patroni_dcs_leader_info").stream()
                            .filter(owner -> !owner.equals(old))
                            .findFirst());
            dcs.watch().awaitAlert(DcsWatch.ALERT, "PatroniSplitBrain critical firing");

            Scrape scrape = dcs.watch().scrape();
            System.out.println("Patroni of the primary stands still: " + Watch.alerts(scrape));
            assertThat(cluster.writable()).containsExactlyInAnyOrder(old, leader);
            assertThat(scrape.value("patroni_cluster_writable_members")).isEqualTo(2);
            assertThat(Watch.members(scrape, "patroni_dcs_leader_info")).containsExactly(leader);
            Command.Result looked = MonitorProcess.command(
                    "status", "--monitor", dcs.watch().monitor().url());
            System.out.println(looked.out());
            assertThat(looked.exitCode()).isEqualTo(3);
            assertThat(looked.out().replaceAll("\\s+", " ")).contains("SPLIT BRAIN", leader, old + " was not fenced");
        } finally {
            cluster.thawPatroni(old);
        }
        dcs.awaitNoAlert();
        assertThat(cluster.writable()).hasSize(1).doesNotContain(old);
        dcs.awaitLockOfThePrimary();
    }
}
