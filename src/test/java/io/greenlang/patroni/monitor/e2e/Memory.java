package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Target;
import io.greenlang.patroni.monitor.testing.WriteLoop;
import java.io.IOException;
import java.nio.file.Path;
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

/** What a daemon with a {@code state.directory} still knows after a reload, after SIGKILL, and after a clean restart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
abstract class Memory {
    /** For the file that is written every 30 s, and some rounds. */
    private static final Duration KEPT = Duration.ofSeconds(35);

    @RegisterExtension
    final ClusterExtension fixture;

    private final Path folder = Target.newFolder("monitor");

    Memory(Flavour flavour) {
        fixture = RealCluster.of(flavour).asExtension();
    }

    @Test
    @Order(1)
    void knowsTheLagAtTheFirstPollAfterARestart() throws IOException {
        RealCluster cluster = fixture.get();
        String standby = cluster.replicas().get(0);
        try (WriteLoop writes = cluster.writeLoop()) {
            try (MonitorProcess monitor = start(3)) {
                awaitHealthy(monitor);
                cluster.pauseReplay(standby);
                Await.until("26 s behind", Watch.RECOVERY, () -> lag(monitor.metrics(), standby) >= 26);
                assertThat(monitor.stop()).isEqualTo(0);
            }
            Scrape first = firstPoll(3);
            assertThat(lag(first, standby)).isBetween(26.0, 120.0);
            assertThat(first.value("patroni_cluster_unobserved_seconds_total")).isBetween(0.1, 60.0);
            assertThat(writes.written()).isPositive();
        } finally {
            cluster.resumeReplay(standby);
        }
    }

    @Test
    @Order(2)
    void seesASplitBrainThroughAReloadAndACrashOfItsOwn() throws IOException {
        RealCluster cluster = fixture.get();
        String old = cluster.primary();
        try (MonitorProcess monitor = start(3)) {
            awaitHealthy(monitor);
            cluster.kill9PatroniOnly(old);
            String leader = cluster.awaitPrimaryOtherThan(old);
            Await.until("split brain", Watch.SOON, () -> isSplit(monitor.metrics()));

            monitor.rewriteConfig(settings(4));
            assertThat(monitor.post("/-/reload").statusCode()).isEqualTo(200);
            Await.holds("split through the reload", KEPT, monitor::metrics, Scrape::isInTime, Memory::isSplit);
            assertThat(cluster.writable()).containsExactlyInAnyOrder(old, leader);
        }
        Scrape first = firstPoll(4);
        assertThat(isSplit(first)).as("after SIGKILL, at the first poll").isTrue();
        assertThat(Watch.members(first, "pg_up")).contains(old);
        assertThat(Watch.alerts(first)).contains("PatroniSplitBrain critical firing");
    }

    /** Of a daemon that starts; of another one where the machine was so slow that an answer came too late to say anything. */
    private Scrape firstPoll(int expectedMembers) throws IOException {
        Scrape first = null;
        for (int i = 0; i < 3 && (first == null || !first.isInTime()); i++) {
            try (MonitorProcess monitor = start(expectedMembers)) {
                monitor.awaitReady();
                first = monitor.metrics();
            }
        }
        return first;
    }

    private MonitorProcess start(int expectedMembers) {
        return MonitorProcess.start(folder, settings(expectedMembers));
    }

    private String settings(int expectedMembers) {
        RealCluster cluster = fixture.get();
        return """
                state.directory = "%s"
                poll { interval = 2s }
                cluster-defaults { %s }
                clusters { "%s" { expected-members = %d } }
                """.formatted(folder.resolve("state"), cluster.monitorSettings(), cluster.scope(), expectedMembers);
    }

    private static void awaitHealthy(MonitorProcess monitor) {
        monitor.awaitReady();
        Await.until("healthy", Watch.RECOVERY, () -> Watch.isQuietAndHealthy(monitor.metrics()));
    }

    private static double lag(Scrape scrape, String member) {
        return scrape.find("pg_replication_lag_seconds", "member", member).orElse(-1);
    }

    private static boolean isSplit(Scrape scrape) {
        return scrape.find("patroni_cluster_split_brain").orElse(-1) == 1
                && Watch.alerts(scrape).containsAll(Set.of("PatroniSplitBrain critical firing"));
    }
}
