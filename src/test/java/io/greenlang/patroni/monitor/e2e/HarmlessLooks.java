package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The budget towards Patroni. While the DCS is down in failsafe mode, a daemon that polls every second and two terminals that
 * repeat {@code status --direct} leave the primary its lock: before there was a budget it demoted itself within 40 s.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
abstract class HarmlessLooks {
    /** Longer by {@code -Dpatroni-monitor.looks=180}. */
    private static final Duration LOOKING = Duration.ofSeconds(Integer.getInteger("patroni-monitor.looks", 60));

    private static final int TERMINALS = 2;

    @RegisterExtension
    final ClusterExtension fixture;

    HarmlessLooks(Flavour flavour) {
        fixture = RealCluster.of(flavour)
                .times(30, 10, 10)
                .dynamic("failsafe_mode", true)
                .logsRequests()
                .asExtension();
    }

    @Test
    void leaveThePrimaryItsLockWhileTheDcsIsDown() throws Exception {
        RealCluster cluster = fixture.get();
        String primary = cluster.primary();
        try (Watch watch = Watch.over(cluster, "poll.interval = 1s")) {
            watch.awaitQuietAndHealthy(Watch.SOON);
            int up = viewsIn(cluster, Duration.ofSeconds(20));
            int views = views(cluster);

            cluster.stopEtcd();
            Instant until = Instant.now().plus(LOOKING);
            ExecutorService terminals = Executors.newFixedThreadPool(TERMINALS);
            try {
                List<Future<Integer>> looks = new ArrayList<>();
                for (int i = 0; i < TERMINALS; i++) {
                    looks.add(terminals.submit(() -> look(cluster, until)));
                }
                while (Instant.now().isBefore(until)) {
                    assertThat(cluster.findPrimary()).as("who accepts writes").contains(primary);
                }
                int done = 0;
                for (Future<Integer> terminal : looks) {
                    done += terminal.get();
                }
                int down = views(cluster) - views;
                System.out.printf(
                        "%s: /cluster in all, per minute: DCS up %d by the daemon; DCS down %d by the daemon and %d looks in %d s%n",
                        getClass().getSimpleName(), up * 3, down, done, LOOKING.toSeconds());
                assertThat(done).isGreaterThan(4);
                assertThat(watch.scrape().value("patroni_cluster_has_leader")).isEqualTo(1);
            } finally {
                terminals.shutdownNow();
                cluster.startEtcd();
            }

            watch.awaitQuietAndHealthy(Watch.RECOVERY);
            assertThat(cluster.primary()).isEqualTo(primary);
            for (String name : cluster.names()) {
                assertThat(cluster.logText(name)).doesNotContain("demoting self because DCS is not accessible");
            }
        }
    }

    /** One look after the other, as people do who wait for something to change. */
    private static int look(RealCluster cluster, Instant until) {
        int looks = 0;
        while (Instant.now().isBefore(until)) {
            List<String> command = new ArrayList<>(List.of("status", "--direct"));
            for (String name : cluster.names()) {
                command.addAll(List.of("--seed", cluster.restUrl(name)));
            }
            Command.Result result = MonitorProcess.command(command.toArray(String[]::new));
            assertThat(result.exitCode()).as(result.out() + result.err()).isNotZero();
            looks++;
        }
        return looks;
    }

    private static int viewsIn(RealCluster cluster, Duration time) throws IOException, InterruptedException {
        int before = views(cluster);
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
        return views(cluster) - before;
    }

    /** As Patroni's own log counts them. */
    private static int views(RealCluster cluster) {
        return cluster.names().stream()
                .mapToInt(name -> cluster.logText(name).split("GET /cluster ", -1).length - 1)
                .sum();
    }
}
