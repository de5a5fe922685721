package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Browser;
import io.greenlang.patroni.monitor.testing.Browser.Look;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The status page of the real daemon in a real browser: on a desktop, light and dark, and on a phone. Its screenshots are
 * kept. In this order, because the cluster gets worse from one test to the next.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class StatusPageIT {
    private static final String AT_ONCE =
            "thresholds { member-down.for = 0s, split-brain.for = 0s, cluster-blind.for = 0s }";
    private static final String STILL = "/?refresh=off";
    private static final int CLUSTERS = 30;

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1).asExtension();

    private final Browser browser = Browser.open();
    private Watch watch;

    @BeforeAll
    void watch() {
        watch = Watch.over(fixture.get(), AT_ONCE);
    }

    @AfterAll
    void close() {
        browser.close();
        watch.close();
    }

    @Test
    @Order(1)
    void showsAHealthyCluster() {
        watch.awaitQuietAndHealthy(Watch.SOON);

        look("healthy", watch.monitor().url() + STILL + "&open=all");

        assertThat(browser.title()).isEqualTo("1 healthy – patroni-monitor");
        assertThat(browser.text())
                .contains("3 of 3 answer", "every standby is caught up", "No alerts.")
                .contains("Everything that was asked has answered.", "pg_stat_replication of patroni-")
                .contains(fixture.get().names());
        assertThat(browser.spoken())
                .contains("heading: Patroni clusters", "heading: greenlang-cluster", "heading: Alerts")
                .contains("table: Members of greenlang-cluster", "columnheader: Lag", "rowheader: patroni-1")
                .anyMatch(said -> said.startsWith("table: Last hour of greenlang-cluster: watched for "))
                .anyMatch(said -> said.matches("image: Role of patroni-\\d, watched for .*: primary throughout"))
                .anyMatch(said -> said.matches("image: WAL rate of patroni-\\d, watched for .*"));
    }

    @Test
    @Order(2)
    void asksAgainByItselfAndStaysWhereTheReaderWas() {
        browser.as(Look.PHONE).visit(watch.monitor().url() + "/?open=all");
        browser.evaluated("window.scrollTo(0, 300)");
        String first = shownTime();

        Await.until("the page is a newer one", Watch.SOON, () -> !shownTime().equals(first));

        // a browser scrolls once the page is laid out
        Await.until(
                "it stays where the reader was",
                Watch.SOON,
                () -> browser.evaluated("return Math.round(window.scrollY)").equals("300"));
        assertThat(browser.text()).contains("No alerts.");
    }

    private String shownTime() {
        return browser.evaluated("return document.querySelector('header time').dateTime");
    }

    @Test
    @Order(3)
    void showsADeadReplica() {
        String replica = fixture.get().replicas().get(0);
        fixture.get().kill9(replica);
        watch.awaitAlert(Watch.SOON, "PatroniMemberDown warning firing at " + replica);

        look("degraded", watch.monitor().url() + STILL);

        assertThat(browser.title()).isEqualTo("1 degraded – patroni-monitor");
        assertThat(browser.text())
                .contains("degraded", "PatroniMemberDown", "warning, firing", "2 of 3 answer")
                .contains("neither Patroni nor PostgreSQL runs, the host answers", "refused");
    }

    @Test
    @Order(4)
    void showsASplitBrain() {
        RealCluster cluster = fixture.get();
        String old = cluster.primary();
        cluster.kill9PatroniOnly(old);
        watch.awaitAlert(Watch.RECOVERY, "PatroniSplitBrain critical firing");

        look("split-brain", watch.monitor().url() + STILL);

        assertThat(browser.title()).isEqualTo("1 critical – patroni-monitor");
        assertThat(browser.evaluated("return document.querySelector('.top p').innerText"))
                .startsWith("SPLIT BRAIN in greenlang-cluster: ");
        assertThat(browser.text())
                .contains("Split brain", "PatroniSplitBrain", "critical, firing")
                .contains("Patroni is down, PostgreSQL answers", "accepts writes and is not the leader")
                .contains("writes without the lock")
                .contains(old, cluster.primary());
    }

    @Test
    @Order(5)
    void showsThatItIsBlind() {
        fixture.get().names().forEach(fixture.get()::kill9);
        watch.awaitAlert(Watch.SOON, "PatroniClusterBlind critical firing");

        look("blind", watch.monitor().url() + STILL);

        assertThat(browser.title()).isEqualTo("1 blind – patroni-monitor");
        assertThat(browser.text())
                .contains("The DCS can't be read", "No member of greenlang-cluster could be read", "unknown")
                .doesNotContain("caught up");
    }

    @Test
    @Order(6)
    void showsThirtyClustersTheWorstFirst() throws IOException {
        try (StubNodes stubs = new StubNodes()) {
            List<StubCluster> clusters = new ArrayList<>();
            for (int i = 0; i < CLUSTERS; i++) {
                clusters.add(StubCluster.open(stubs, "greenlang-%02d".formatted(i)));
            }
            silence(clusters.get(7), 0, 1, 2);
            silence(clusters.get(11), 0);
            silence(clusters.get(23), 2);
            String settings = clusters.stream()
                    .map(StubCluster::monitorConfig)
                    .collect(Collectors.joining("", "poll.interval = 2s\nclusters {\n", "}\n" + AT_ONCE));
            try (MonitorProcess monitor = MonitorProcess.start(Target.newFolder("monitor"), settings)) {
                monitor.awaitReady();
                Await.until(
                        "all states are told",
                        Watch.SOON,
                        () -> monitor.metrics().all("patroni_cluster_state").stream()
                                        .filter(state -> state.label("state").equals("healthy"))
                                        .mapToDouble(state -> state.value())
                                        .sum()
                                == CLUSTERS - 3);

                look("thirty-clusters", monitor.url() + STILL, Look.DESKTOP_LIGHT);

                assertThat(monitor.get("/").body().length()).isLessThan(300_000);
                assertThat(browser.title()).isEqualTo("1 critical, 1 blind, 1 degraded, 27 healthy – patroni-monitor");
                assertThat(browser.text())
                        .containsSubsequence("greenlang-11", "greenlang-07", "greenlang-23", "greenlang-00")
                        .contains("PatroniMemberDown", "Last hour of greenlang-11: watched for ")
                        .doesNotContain("Last hour of greenlang-29");
                chooseAFoldedCluster(monitor);
            }
        }
    }

    /** It comes first and in full, and stays so when the page is a newer one. */
    private void chooseAFoldedCluster(MonitorProcess monitor) {
        browser.as(Look.DESKTOP_LIGHT).visit(monitor.url() + "/");
        browser.click("nav a[href*='greenlang-29']");
        assertThat(browser.text()).contains("Members of greenlang-29", "Last hour of greenlang-29: watched for ");
        String first = shownTime();
        Await.until("the page is a newer one", Watch.SOON, () -> !shownTime().equals(first));
        assertThat(browser.text()).contains("Members of greenlang-29").doesNotContain("Members of greenlang-28");
        assertThat(browser.evaluated("return document.querySelector('h2').innerText"))
                .isEqualTo("greenlang-29");
    }

    private static void silence(StubCluster cluster, int... nodes) {
        for (int node : nodes) {
            cluster.node(node).answer(path -> Reply.nothing());
        }
    }

    /** In every way; what must hold of every state is asserted here. */
    private void look(String state, String url) {
        look(state, url, Look.values());
    }

    /** @param checked looks that are checked for accessibility, which takes seconds for a large page */
    private void look(String state, String url, Look... checked) {
        browser.complaints();
        browser.requests();
        for (Look look : Look.values()) {
            browser.as(look).visit(url);
            browser.screenshot(state + "-" + look.label());
            assertThat(browser.overflow()).as("%s sideways", look).isZero();
            if (List.of(checked).contains(look)) {
                assertThat(browser.accessibilityViolations()).as(look.label()).isEmpty();
            }
        }
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).isNotEmpty().allMatch(url::equals);
    }
}
