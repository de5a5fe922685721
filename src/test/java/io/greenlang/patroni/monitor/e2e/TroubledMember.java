package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.WriteLoop;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One member lags, hangs, comes or goes; the leader stays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class TroubledMember {
    /** A scrape that waited for the frozen node would take as long as the question to it: 1.8 s. Benches say how quick scrapes are. */
    private static final Duration LESS_THAN_A_QUESTION = Duration.ofSeconds(1);

    private static final Duration TWELVE_SECONDS = Duration.ofSeconds(12);

    @RegisterExtension
    final ClusterExtension fixture;

    private RealCluster cluster;

    TroubledMember(Flavour flavour) {
        fixture = RealCluster.of(flavour).asExtension();
    }

    @BeforeEach
    void startFromAStreamingCluster() {
        cluster = fixture.get();
        cluster.awaitStreaming();
    }

    @Test
    void measuresTheLagOfAReplicaThatDoesNotReplay() throws IOException {
        String paused = cluster.replicas().get(0);
        String other = cluster.replicas().get(1);
        try (Watch watch = Watch.over(cluster)) {
            watch.awaitQuietAndHealthy(Watch.SOON);
            try (WriteLoop writes = cluster.writeLoop()) {
                Await.until("writes", Watch.SOON, () -> writes.written() > 10);
                cluster.pauseReplay(paused);
                double since = System.currentTimeMillis() / 1e3;
                watch.holds("the other standby follows", TWELVE_SECONDS, scrape -> {
                    assertThat(scrape.value("pg_replication_lag_seconds", "member", other))
                            .isLessThan(3);
                    return true;
                });

                Scrape scrape = watch.inTime();
                assertThat(scrape.value("pg_replication_lag_seconds", "member", paused))
                        .isEqualTo(lastPoll(scrape) - since, within(4.0));
                assertThat(scrape.value("pg_replication_lag_bytes", "member", paused))
                        .isPositive();
            } finally {
                cluster.resumeReplay(paused);
            }
            awaitNoLag(watch, paused);
        }
    }

    @Test
    void measuresTheLagOfAReplicaWhoseReceiverIsStuck() throws IOException {
        String stuck = cluster.replicas().get(0);
        try (Watch watch = Watch.over(cluster)) {
            watch.awaitQuietAndHealthy(Watch.SOON);
            try (WriteLoop writes = cluster.writeLoop()) {
                Await.until("writes", Watch.SOON, () -> writes.written() > 10);
                cluster.freezeReceiver(stuck);
                double since = System.currentTimeMillis() / 1e3;
                Await.holds(
                        "the daemon answers",
                        TWELVE_SECONDS,
                        () -> watch.scrape().has("pg_replication_lag_seconds", "member", stuck));

                Scrape scrape = watch.inTime();
                assertThat(scrape.value("pg_replication_lag_seconds", "member", stuck))
                        .isEqualTo(lastPoll(scrape) - since, within(4.0));
                assertThat(scrape.value("pg_replication_lag_bytes", "member", stuck))
                        .isPositive();
            } finally {
                cluster.thawReceiver(stuck);
            }
            awaitNoLag(watch, stuck);
        }
    }

    private static double lastPoll(Scrape scrape) {
        return scrape.value("patroni_monitor_last_poll_timestamp_seconds");
    }

    private static void awaitNoLag(Watch watch, String member) {
        watch.awaitValue(Duration.ofSeconds(60), 0, "pg_replication_lag_seconds", "member", member);
        watch.awaitValue(Duration.ofSeconds(60), 0, "pg_replication_lag_bytes", "member", member);
    }

    @Test
    void isNotHeldUpByAFrozenPostgres() throws IOException {
        String frozen = cluster.replicas().get(0);
        List<String> others =
                cluster.names().stream().filter(name -> !name.equals(frozen)).toList();
        try (Watch watch = Watch.over(cluster)) {
            watch.awaitQuietAndHealthy(Watch.SOON);

            cluster.freezePostgres(frozen);
            try {
                List<Duration> took = timeScrapesOverSixteenSeconds(watch);
                assertThat(took).hasSizeGreaterThan(40);
                assertThat(took.stream().filter(each -> each.compareTo(LESS_THAN_A_QUESTION) < 0))
                        .as("all but what a slow machine is late with: %s", took)
                        .hasSizeGreaterThan(took.size() * 9 / 10);
                Await.until("all but the frozen one are read", Watch.SOON, () -> {
                    Scrape scrape = watch.scrape();
                    assertThat(scrape.value("patroni_monitor_member_up", "member", frozen, "source", "postgres"))
                            .isZero();
                    assertThat(reasons(scrape, frozen, "postgres")).containsExactly("timeout");
                    assertThat(Watch.members(scrape, "patroni_monitor_member_up", "source", "postgres"))
                            .containsExactlyInAnyOrderElementsOf(others);
                    assertThat(Watch.members(scrape, "patroni_monitor_member_up", "source", "patroni"))
                            .containsAll(others);
                    return true;
                });
                watch.command(Watch.SOON, 1, "status");
                Command.Result preflight = watch.command(Watch.SOON, 1, "preflight");
                assertThat(preflight.out()).contains("[FAIL]    All replicas are healthy: ");
            } finally {
                cluster.thawPostgres(frozen);
            }

            watch.awaitQuietAndHealthy(Watch.RECOVERY);
        }
    }

    private static List<Duration> timeScrapesOverSixteenSeconds(Watch watch) {
        List<Duration> times = new ArrayList<>();
        Await.holds("the last poll is never older than 8 s", Duration.ofSeconds(16), () -> {
            long start = System.nanoTime();
            HttpResponse<String> page = watch.monitor().get("/metrics");
            times.add(Duration.ofNanos(System.nanoTime() - start));
            return System.currentTimeMillis() / 1e3 - lastPoll(Scrape.parse(page.body())) < 8;
        });
        return times;
    }

    private static List<String> reasons(Scrape scrape, String member, String source) {
        return scrape.all("patroni_monitor_failure", "member", member, "source", source).stream()
                .map(failure -> failure.label("reason"))
                .toList();
    }

    @Test
    void noticesAPostmasterThatTakesNoNewConnections() throws IOException {
        String frozen = cluster.replicas().get(0);
        try (Watch watch = Watch.over(cluster)) {
            watch.awaitQuietAndHealthy(Watch.SOON);

            cluster.freezePostmasterOnly(frozen);
            try {
                // by default it is checked every 10 s for taking new connections, and then has 1.8 s to do so
                watch.awaitValue(Watch.SOON, 0, "pg_up", "member", frozen);
                Scrape scrape = watch.scrape();
                assertThat(reasons(scrape, frozen, "postgres")).containsExactly("timeout");
                assertThat(scrape.value("patroni_postgres_running", "member", frozen))
                        .as("what Patroni believes, over a connection that it has")
                        .isEqualTo(1);
            } finally {
                cluster.thawPostgres(frozen);
            }

            watch.awaitQuietAndHealthy(Watch.RECOVERY);
        }
    }

    @Test
    void findsAFourthMemberAndRemembersItWhenItHasGone() throws IOException {
        String fourth = "patroni-3";
        try (Watch watch = Watch.over(cluster)) {
            watch.awaitQuietAndHealthy(Watch.SOON);

            cluster.addNode(fourth);
            watch.awaitValue(Watch.SOON, 1, "patroni_monitor_member_up", "member", fourth, "source", "patroni");
            watch.awaitValue(Watch.SOON, 1, "pg_up", "member", fourth);
            watch.awaitValue(Watch.SOON, 4, "patroni_cluster_members");
            watch.awaitQuietAndHealthy(Watch.SOON);

            cluster.removeNode(fourth);
            watch.awaitAlert(Watch.RECOVERY, "PatroniMemberDown warning pending at " + fourth);
            assertThat(watch.scrape().value("patroni_monitor_member_up", "member", fourth, "source", "patroni"))
                    .isZero();
            awaitAbsenceFromTheCluster(fourth);
            assertThat(watch.scrape().value("pg_up", "member", fourth)).isZero();

            watch.reconfigure("forget-members = [" + fourth + "]");
            Await.until(
                    "nothing is left of " + fourth,
                    Watch.SOON,
                    () -> watch.scrape().samples().stream()
                            .noneMatch(sample -> sample.label("member").equals(fourth)));
            watch.awaitQuietAndHealthy(Watch.SOON);
        }
    }

    private void awaitAbsenceFromTheCluster(String member) {
        Await.until(
                "Patroni lists " + member + " no more",
                Watch.SOON,
                () -> !cluster.patronictl("list", cluster.scope(), "--format", "json")
                        .contains(member));
    }
}
