package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Scrape.Sample;
import io.greenlang.patroni.monitor.testing.Target;
import java.util.stream.Collectors;

/** A daemon to which no member is named: it finds the cluster in its DCS. */
final class Discovering {
    private Discovering() {}

    /**
     * Starts it, and returns when it has found the cluster, with every member and the primary as Patroni has them.
     *
     * @param settings what stands in the block {@code discover}
     */
    static void finds(RealCluster cluster, String settings) {
        String configuration = """
                poll { interval = 2s, slow-interval = 10s }
                cluster-defaults { expected-members = 3, postgres { username = patroni_monitor, password-file = "%s" } }
                discover.it { clusters = "found-{scope}", interval = 5s, %s }
                """.formatted(cluster.monitorPasswordFile(), settings);
        try (MonitorProcess monitor = MonitorProcess.start(Target.newFolder("monitor"), configuration)) {
            monitor.awaitReady();
            Await.until("the cluster is found, and healthy", Watch.RECOVERY, () -> {
                Scrape scrape = monitor.metrics();
                assertThat(scrape.value("patroni_monitor_discovery_up", "discover", "it"))
                        .isEqualTo(1);
                assertThat(scrape.all("patroni_monitor_member_up", "source", "postgres").stream()
                                .filter(member -> member.value() == 1)
                                .map((Sample member) -> member.label("member"))
                                .collect(Collectors.toSet()))
                        .containsExactlyInAnyOrderElementsOf(cluster.names());
                assertThat(Watch.members(scrape, "patroni_primary")).containsExactly(cluster.primary());
                assertThat(Watch.members(scrape, "patroni_dcs_leader_info")).containsExactly(cluster.primary());
                assertThat(scrape.all("patroni_cluster_state"))
                        .allMatch(state -> state.label("cluster").equals("found-" + cluster.scope()));
                return Watch.isQuietAndHealthy(scrape);
            });
            assertThat(monitor.stop()).isZero();
        }
    }
}
