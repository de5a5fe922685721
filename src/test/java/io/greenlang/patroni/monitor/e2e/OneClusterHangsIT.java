package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two clusters in one process. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class OneClusterHangsIT {
    private static final String POLLS = "patroni_monitor_poll_duration_seconds";

    @Test
    void leavesTheOtherOneAsFreshAsBefore() throws IOException {
        try (StubNodes stubs = new StubNodes()) {
            StubCluster steady = StubCluster.open(stubs, "steady");
            StubCluster stuck = StubCluster.open(stubs, "stuck");
            try (MonitorProcess monitor = MonitorProcess.start(
                    Target.newFolder("two-clusters"),
                    "poll { interval = 2s }\nclusters {\n" + steady.monitorConfig() + stuck.monitorConfig() + "}")) {
                monitor.awaitReady();
                assertThat(ageOfLastPoll(monitor.metrics(), "stuck")).isLessThan(4);

                for (int i = 0; i < stuck.urls().size(); i++) {
                    stuck.node(i).hang();
                }

                Scrape before = monitor.metrics();
                Await.holds(
                        "steady stays healthy",
                        Duration.ofSeconds(20),
                        monitor::metrics,
                        OneClusterHangsIT::steadyIsInTime,
                        page -> page.value("patroni_cluster_state", "cluster", "steady", "state", "healthy") == 1);
                Scrape scrape = monitor.metrics();
                double polls = of(POLLS + "_count", scrape) - of(POLLS + "_count", before);
                double seconds = of(POLLS + "_sum", scrape) - of(POLLS + "_sum", before);
                assertThat(polls).as("of ten that are due").isBetween(7.0, 12.0);
                assertThat(seconds / polls)
                        .as("a poll that waited for the other cluster would last 1.8 s")
                        .isLessThan(0.9);
                assertThat(scrape.value("patroni_cluster_state", "cluster", "stuck", "state", "blind"))
                        .isEqualTo(1);
                assertThat(ageOfLastPoll(scrape, "stuck"))
                        .as("the stuck cluster's rounds end too")
                        .isLessThan(8);
            }
        }
    }

    private static boolean steadyIsInTime(Scrape page) {
        return !page.has("patroni_monitor_failure", "cluster", "steady", "reason", "timeout");
    }

    private static double of(String name, Scrape page) {
        return page.value(name, "cluster", "steady");
    }

    private static double ageOfLastPoll(Scrape scrape, String cluster) {
        return System.currentTimeMillis() / 1e3
                - scrape.value("patroni_monitor_last_poll_timestamp_seconds", "cluster", cluster);
    }
}
