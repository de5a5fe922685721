package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    private static final Duration COUNTING = Duration.ofSeconds(20);

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
            Asked before = Asked.of(cluster);
            TimeUnit.SECONDS.sleep(COUNTING.toSeconds());
            System.out.printf(
                    "%s, DCS up, the daemon alone: %s%n",
                    getClass().getSimpleName(), Asked.of(cluster).since(before, COUNTING));

            cluster.stopEtcd();
            before = Asked.of(cluster);
            Instant until = Instant.now().plus(LOOKING);
            ExecutorService terminals = Executors.newFixedThreadPool(TERMINALS);
            try {
                List<Future<Integer>> looks = new ArrayList<>();
                for (int i = 0; i < TERMINALS; i++) {
                    looks.add(terminals.submit(() -> look(cluster, until)));
                }
                while (Instant.now().isBefore(until)) {
                    assertThat(cluster.writable()).as("who accepts writes").containsExactly(primary);
                    TimeUnit.MILLISECONDS.sleep(500);
                }
                int done = 0;
                for (Future<Integer> terminal : looks) {
                    done += terminal.get();
                }
                System.out.printf(
                        "%s, DCS down, the daemon and %d looks in %d s: %s%n",
                        getClass().getSimpleName(),
                        done,
                        LOOKING.toSeconds(),
                        Asked.of(cluster).since(before, LOOKING));
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

    /**
     * Requests by each member's own log. Patroni logs a request when it answers, and a {@code /cluster} that it closes without
     * an answer as an exception in {@code do_GET_cluster} (api.py of 3.3 and 4.1).
     *
     * @param requests of any kind, by member
     * @param views {@code /cluster} among them
     */
    private record Asked(Map<String, Integer> requests, Map<String, Integer> views) {
        static Asked of(RealCluster cluster) {
            Map<String, Integer> requests = new TreeMap<>();
            Map<String, Integer> views = new TreeMap<>();
            for (String name : cluster.names()) {
                String log = cluster.logText(name);
                int closed = times(log, "in do_GET_cluster");
                views.put(name, times(log, "\"GET /cluster ") + closed);
                requests.put(name, times(log, "\"GET /") + closed);
            }
            return new Asked(requests, views);
        }

        /** In words, per minute. */
        String since(Asked before, Duration time) {
            return requests.keySet().stream()
                    .map(name -> "%s %d, %d of them /cluster"
                            .formatted(
                                    name,
                                    perMinute(requests.get(name) - before.requests.get(name), time),
                                    perMinute(views.get(name) - before.views.get(name), time)))
                    .collect(Collectors.joining("; ", "requests a minute: ", ""));
        }

        private static long perMinute(int count, Duration time) {
            return Math.round(count * 60.0 / time.toSeconds());
        }

        private static int times(String log, String words) {
            return log.split(Pattern.quote(words), -1).length - 1;
        }
    }
}
