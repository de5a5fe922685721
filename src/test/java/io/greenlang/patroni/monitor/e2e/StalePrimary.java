package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A primary whose Patroni was killed writes on after another member was promoted: a split brain, which {@code /cluster} does not
 * show. Then the true leader dies, and the old one is alone. In this order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
abstract class StalePrimary {
    @RegisterExtension
    final ClusterExtension fixture;

    private Watch watch;
    private String old;
    private String leader;

    StalePrimary(Flavour flavour) {
        fixture = RealCluster.of(flavour).asExtension();
    }

    @Test
    @Order(1)
    void isASplitBrainThatTheMonitorTellsAtOnceAndByName() throws IOException {
        RealCluster cluster = fixture.get();
        watch = Watch.over(cluster);
        watch.awaitQuietAndHealthy(Watch.SOON);
        old = cluster.primary();
        cluster.kill9PatroniOnly(old);
        leader = cluster.awaitPrimaryOtherThan(old);
        watch.awaitAlert(Watch.SOON, "PatroniSplitBrain critical firing");

        Instant before = Instant.now();
        Command.Result looked =
                MonitorProcess.command("status", "--monitor", watch.monitor().url());
        Duration took = Duration.between(before, Instant.now());
        System.out.printf(
                "%s: status through the monitor took %d ms%n", getClass().getSimpleName(), took.toMillis());

        assertThat(looked.exitCode()).as(looked.out() + looked.err()).isEqualTo(3);
        assertThat(looked.out()).contains("SPLIT BRAIN", old + " (timeline 1", leader + " (timeline 2");
        assertThat(looked.out().replaceAll("\\s+", " "))
                .as("wrapped at the width of the terminal")
                .contains(old + " was not fenced: its Patroni is down (refused), so nothing demotes it.");
    }

    /** From the new leader alone: nothing there names the old one. */
    @Test
    @Order(2)
    void isNeverCalledHealthyByALookWithoutMemory() throws IOException {
        RealCluster cluster = fixture.get();
        Path config = Target.newFolder("look").resolve("one.conf");
        String block = "patroni-monitor.clusters.\"%s\" { seeds = [\"%s\"], %s postgres.enabled = false }";
        for (String expected : List.of("expected-members = 3,", "")) {
            Files.writeString(config, block.formatted(cluster.scope(), cluster.restUrl(leader), expected));
            Command.Result looked = MonitorProcess.command("status", "--direct", "--config", config.toString());
            assertThat(looked.exitCode()).as(looked.out() + looked.err()).isNotZero();
            assertThat(looked.out())
                    .as("the new leader writes the history up to a loop_wait after its promotion")
                    .containsAnyOf("led timeline 1", "timeline 2 is not in /history yet");
        }
        List<String> everySeed = new ArrayList<>(List.of("status", "--direct"));
        cluster.names().forEach(name -> everySeed.addAll(List.of("--seed", cluster.restUrl(name))));
        Command.Result looked = MonitorProcess.command(everySeed.toArray(String[]::new));
        assertThat(looked.exitCode()).as(looked.out() + looked.err()).isNotZero();
        assertThat(looked.out()).contains(cluster.restUrl(old));
    }

    @Test
    @Order(3)
    void isNeverCrownedWhenTheTrueLeaderDies() throws IOException {
        RealCluster cluster = fixture.get();
        String replica = cluster.names().stream()
                .filter(name -> !name.equals(old) && !name.equals(leader))
                .findFirst()
                .orElseThrow();
        cluster.kill9(replica);
        cluster.kill9(leader);

        watch.awaitValue(Watch.RECOVERY, 0, "patroni_cluster_has_leader");
        watch.awaitAlert(Watch.RECOVERY, "PatroniNoLeader critical firing");
        Await.holds("nobody leads", Duration.ofSeconds(10), () -> {
            Scrape scrape = watch.scrape();
            assertThat(scrape.value("patroni_cluster_has_leader")).isZero();
            assertThat(scrape.value("patroni_cluster_failovers_24h")).isEqualTo(1);
            assertThat(Watch.members(scrape, "pg_up")).containsExactly(old);
            return true;
        });
        watch.close();
    }
}
