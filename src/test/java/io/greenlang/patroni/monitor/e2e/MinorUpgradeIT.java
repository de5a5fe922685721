package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Target;
import io.greenlang.patroni.monitor.testing.UpgradablePostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A minor version as people install it: first the packages, then a restart of the replica, then of the leader. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@Order(2)
final class MinorUpgradeIT {
    private final UpgradablePostgres postgres = new UpgradablePostgres();

    @RegisterExtension
    final ClusterExtension fixture =
            RealCluster.of(Flavour.PYPI_4_1).nodes(2).postgres(postgres).asExtension();

    @Test
    void isOneEventForEachMember() throws IOException {
        RealCluster cluster = fixture.get();
        String leader = cluster.leader();
        String replica = cluster.replicas().get(0);
        try (MonitorProcess monitor = MonitorProcess.start(
                Target.newFolder("monitor"),
                "poll { interval = 1s, slow-interval = 5s }%nclusters { %s }".formatted(cluster.monitorConfig()))) {
            monitor.awaitReady();
            Await.until("healthy", Watch.RECOVERY, () -> Watch.isQuietAndHealthy(monitor.metrics()));
            String before = cluster.queryOne(replica, "SHOW server_version");
            int known = events(monitor).size();

            postgres.upgrade();
            restart(cluster, replica);
            assertUpgraded(awaitOnly(monitor, known), replica, "replica", before, cluster);
            restart(cluster, leader);
            assertUpgraded(awaitOnly(monitor, known + 1), leader, "leader", before, cluster);
            assertThat(cluster.leader()).isEqualTo(leader);
        }
    }

    private static void restart(RealCluster cluster, String member) {
        cluster.patronictl("restart", cluster.scope(), member, "--force");
    }

    private static void assertUpgraded(JsonNode event, String member, String role, String before, RealCluster cluster) {
        String after = cluster.queryOne(member, "SHOW server_version");
        assertThat(after).isNotEqualTo(before);
        assertThat(event.path("type").asText()).isEqualTo("postgres_upgraded");
        assertThat(event.path("member").asText()).isEqualTo(member);
        assertThat(event.path("data").path("from").asText()).isEqualTo(before);
        assertThat(event.path("data").path("to").asText()).isEqualTo(after);
        assertThat(event.path("sentence").asText())
                .isEqualTo("PostgreSQL on %s (%s) runs %s, it was %s".formatted(member, role, after, before));
    }

    /** The next event, and for as long as anything that it brings may take, no other. */
    private JsonNode awaitOnly(MonitorProcess monitor, int known) throws IOException {
        Await.until("told", Watch.SOON, () -> events(monitor).size() > known);
        Await.holds("only one", Duration.ofSeconds(35), () -> {
            assertThat(events(monitor)).hasSize(known + 1);
            return true;
        });
        return events(monitor).get(known);
    }

    private static List<JsonNode> events(MonitorProcess monitor) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        new ObjectMapper()
                .readTree(monitor.get("/api/v1/events").body())
                .path("events")
                .forEach(all::add);
        return all;
    }
}
