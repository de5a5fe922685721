package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.FakeClock;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wall clocks that are wrong: of one member, and of the monitor's own host, which somebody sets while it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Order(2)
final class ClocksIT {
    /** Several slow intervals, and long enough for all alerts that have no pending time of a minute. */
    private static final Duration A_WHILE = Duration.ofSeconds(25);

    private static final String LIMITS = "thresholds.clock-skew.for = 4s";

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1).asExtension();

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void believesAMemberWhoseClockIsAnHourOff(int hours) throws IOException {
        RealCluster cluster = fixture.get();
        String member = cluster.replicas().get(0);
        cluster.restartAhead(member, Duration.ofHours(hours));
        cluster.awaitStreaming();
        try (Watch watch = Watch.over(cluster, LIMITS)) {
            watch.awaitAlert(Watch.SOON, "PatroniClockSkew warning firing at " + member);
            watch.holds("nothing else is wrong", A_WHILE, scrape -> {
                assertThat(Watch.alerts(scrape)).containsOnly("PatroniClockSkew warning firing at " + member);
                assertThat(scrape.value("patroni_monitor_clock_offset_seconds", "member", member))
                        .isEqualTo(3600.0 * hours, within(3.0));
                assertThat(age(scrape, "patroni_dcs_last_seen", member)).isBetween(-3.0, 10.0);
                assertThat(age(scrape, "pg_postmaster_start_time_seconds", member))
                        .isBetween(-3.0, 300.0);
                return true;
            });

            cluster.stopEtcd();
            try {
                watch.awaitAlert(Watch.RECOVERY, "PatroniDcsStale critical firing at " + member);
            } finally {
                cluster.startEtcd();
            }
            Await.until(
                    "only the clock is wrong again",
                    Watch.RECOVERY,
                    () -> Watch.alerts(watch.scrape()).equals(Set.of("PatroniClockSkew warning firing at " + member)));
        } finally {
            cluster.restartAhead(member, Duration.ZERO);
            cluster.awaitStreaming();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void goesOnWhenItsOwnClockIsSet(int hours) throws IOException {
        RealCluster cluster = fixture.get();
        FakeClock clock = new FakeClock(Target.newFolder("clock"));
        try (Watch watch = Watch.overBy(clock.launcher(), cluster, LIMITS)) {
            watch.awaitQuietAndHealthy(Watch.RECOVERY);
            double sizesRead = oldest(watch.scrape(), "patroni_monitor_sizes_timestamp_seconds");

            clock.set(Duration.ofHours(hours));
            watch.holds("only the clock is wrong", A_WHILE, page -> {
                assertThat(Watch.alerts(page)).allMatch(alert -> alert.startsWith("PatroniClockSkew"));
                return true;
            });

            Scrape scrape = watch.inTime();
            assertThat(Watch.alerts(scrape)).hasSize(3).allMatch(alert -> alert.contains(" firing at "));
            assertThat(scrape.value("patroni_monitor_last_poll_timestamp_seconds"))
                    .isEqualTo(Instant.now().getEpochSecond() + 3600.0 * hours, within(10.0));
            assertThat(oldest(scrape, "patroni_monitor_sizes_timestamp_seconds") - sizesRead)
                    .as("read again since, and told by the new time")
                    .isBetween(3600.0 * hours + 10, 3600.0 * hours + 120);
            assertThat(watch.monitor().get("/api/v1/alerts").body()).contains("check the monitor's own clock first");

            clock.set(Duration.ZERO);
            watch.awaitQuietAndHealthy(Watch.SOON);
        }
    }

    @Test
    void keepsItsPaceAfterItStoodStill() throws IOException {
        try (Watch watch = Watch.over(fixture.get(), LIMITS)) {
            watch.awaitQuietAndHealthy(Watch.RECOVERY);
            long before = MonitorProcess.polls(watch.scrape());
            watch.monitor().signal("STOP");
            Await.holds("it stands still", Duration.ofSeconds(16), watch.monitor()::isAlive);
            long goesOn = System.nanoTime();
            watch.monitor().signal("CONT");
            Await.holds("it goes on", Duration.ofSeconds(4), watch.monitor()::isAlive);

            double rounds = MonitorProcess.polls(watch.scrape()) - before;
            double seconds = (System.nanoTime() - goesOn) / 1e9;
            // the one that was under way, one that was due meanwhile, and then one every two seconds
            assertThat(rounds).isBetween(1.0, 2 + Math.ceil(seconds / 2));
        }
    }

    /** Seconds before the last poll. */
    private static double age(Scrape scrape, String timestamp, String member) {
        return scrape.value("patroni_monitor_last_poll_timestamp_seconds") - scrape.value(timestamp, "member", member);
    }

    private static double oldest(Scrape scrape, String timestamp) {
        return scrape.all(timestamp).stream()
                .mapToDouble(Scrape.Sample::value)
                .min()
                .orElseThrow();
    }
}
