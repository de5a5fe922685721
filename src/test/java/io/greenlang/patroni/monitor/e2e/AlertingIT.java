package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.testing.AlertmanagerServer;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.Pager;
import io.greenlang.patroni.monitor.testing.Pager.Message;
import io.greenlang.patroni.monitor.testing.Pager.To;
import io.greenlang.patroni.monitor.testing.PrometheusServer;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * From a cluster in trouble to the on-call's phone: daemon, Prometheus, Alertmanager, PagerDuty's and Slack's messages. Seven
 * minutes of waiting, most of it for the rules' {@code for}, beside the other tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@Order(1)
class AlertingIT {
    private static final Path RULES = Path.of("alerts/patroni-monitor.rules.yml");
    private static final Map<String, Object> NO_FAILOVER = Map.of("nofailover", true);
    /** The alert's {@code for}, a poll, a scrape, an evaluation and Alertmanager's group_wait, and time to spare. */
    private static final Duration PAGE = Duration.ofMinutes(2);

    private static final Duration RESOLVED = Duration.ofMinutes(4);

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1).asExtension();

    /** All that stands between the daemon and the phone. */
    private record Chain(Pager pager, AlertmanagerServer alertmanager, PrometheusServer prometheus)
            implements AutoCloseable {
        static Chain behind(Watch watch) {
            Path folder = Target.newFolder("alerting");
            Pager pager = Pager.open();
            AlertmanagerServer alertmanager = AlertmanagerServer.start(folder, pager.shippedRoutes(folder));
            PrometheusServer prometheus = PrometheusServer.start(
                    folder, List.of(watch.monitor().port()), List.of(RULES), List.of(alertmanager.port()));
            return new Chain(pager, alertmanager, prometheus);
        }

        /** Prometheus' rules and the daemon's judgement fire the same. */
        void awaitAgreement() {
            Await.until("the daemon and Prometheus agree", Duration.ofSeconds(45), () -> {
                Set<String> own = firing(prometheus.query("patroni_monitor_alert{state=\"firing\"}"));
                Set<String> rules =
                        firing(prometheus.query("ALERTS{alertstate=\"firing\",alertname!=\"PatroniMonitorWatchdog\"}"));
                if (!own.equals(rules)) {
                    throw new IllegalStateException("the daemon: " + own + ", Prometheus: " + rules);
                }
                return true;
            });
        }

        private static Set<String> firing(JsonNode vector) {
            Set<String> alerts = new TreeSet<>();
            vector.forEach(element -> {
                JsonNode labels = element.path("metric");
                alerts.add(labels.path("alertname").asText() + " "
                        + labels.path("severity").asText() + " "
                        + labels.path("member").asText());
            });
            return alerts;
        }

        /** The first such page that comes after the given number of pages. */
        Message awaitPage(String action, String summary, int after, Duration limit) {
            return Await.value(
                    "PagerDuty is told to " + action + " " + summary,
                    limit,
                    () -> pager.messages(To.PAGERDUTY).stream()
                            .skip(after)
                            .filter(page -> page.action().equals(action)
                                    && page.summary().startsWith(summary))
                            .findFirst());
        }

        int pagesSoFar() {
            return pager.messages(To.PAGERDUTY).size();
        }

        List<String> pages() {
            return pager.messages(To.PAGERDUTY).stream()
                    .map(page -> page.action() + " " + page.summary().replaceFirst(":.*", ""))
                    .distinct()
                    .toList();
        }

        @Override
        public void close() {
            prometheus.close();
            alertmanager.close();
            pager.close();
        }
    }

    @Test
    @Order(1)
    void tellsSlackAloneOfADeadReplica() throws IOException {
        RealCluster cluster = fixture.get();
        try (Watch watch = Watch.over(cluster);
                Chain chain = Chain.behind(watch)) {
            watch.awaitQuietAndHealthy(Watch.SOON);
            Await.until(
                    "the switch is held",
                    PAGE,
                    () -> !chain.pager().messages(To.SWITCH).isEmpty());

            String replica = cluster.replicas().get(0);
            cluster.kill9(replica);
            watch.awaitAlert(PAGE, "PatroniMemberDown warning firing at " + replica);
            chain.awaitAgreement();
            Message message = Await.value(
                    "Slack is told",
                    PAGE,
                    () -> chain.pager().messages(To.SLACK).stream()
                            .filter(slack -> slack.body().toString().contains("PatroniMemberDown"))
                            .findFirst());

            assertThat(message.channel()).isEqualTo("#greenlang-database");
            assertThat(message.body().toString()).contains(replica, "docs/runbooks/PatroniMemberDown.md");
            cluster.start(replica);
            watch.awaitQuietAndHealthy(Watch.RECOVERY);
            chain.awaitAgreement();
            assertThat(chain.pages()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void pagesOnceForASplitBrain() throws IOException {
        RealCluster cluster = fixture.get();
        cluster.awaitStreaming();
        try (Watch watch = Watch.over(cluster);
                Chain chain = Chain.behind(watch)) {
            watch.awaitQuietAndHealthy(Watch.SOON);

            cluster.kill9PatroniOnly(cluster.primary());
            chain.awaitPage("trigger", "PatroniSplitBrain on greenlang-cluster", 0, PAGE);
            watch.awaitAlert(PAGE, "PatroniMemberDown warning firing");
            chain.awaitAgreement();

            assertThat(chain.pages()).containsExactly("trigger PatroniSplitBrain on greenlang-cluster");
        }
    }

    @Test
    @Order(3)
    void pagesWhenThePrimaryDiesAndNobodyMayTakeOverWhetherPrometheusLivesOrNot() throws IOException {
        try (RealCluster cluster = RealCluster.of(Flavour.DEBIAN_3_0)
                        .tags("patroni-1", NO_FAILOVER)
                        .tags("patroni-2", NO_FAILOVER)
                        .start();
                Watch watch = Watch.over(cluster);
                Chain chain = Chain.behind(watch)) {
            watch.awaitAlert(Watch.SOON, "PatroniNoFailoverCandidate critical");

            Message trigger = killThePrimary(cluster, chain);
            assertThat(trigger.body().path("routing_key").asText()).isEqualTo("routing-key-of-the-test");
            assertThat(trigger.dedupKey()).isNotEmpty();
            JsonNode payload = trigger.body().path("payload");
            assertThat(payload.path("severity").asText()).isEqualTo("critical");
            assertThat(payload.path("group").asText()).isEqualTo("greenlang-cluster");
            assertThat(payload.path("class").asText()).isEqualTo("PatroniNoLeader");
            assertThat(trigger.body().path("links").path(0).path("href").asText())
                    .endsWith("/docs/runbooks/PatroniNoLeader.md");
            chain.awaitAgreement();
            assertThat(startThePrimary(cluster, chain).dedupKey()).isEqualTo(trigger.dedupKey());

            watch.pushTo(chain.alertmanager().port());
            chain.prometheus().close();
            Message pushed = killThePrimary(cluster, chain);
            assertThat(pushed.dedupKey()).isEqualTo(trigger.dedupKey());
            assertThat(pushed.body().path("links").path(0).path("href").asText())
                    .endsWith("/docs/runbooks/PatroniNoLeader.md");
            assertThat(startThePrimary(cluster, chain).dedupKey()).isEqualTo(trigger.dedupKey());

            assertThat(chain.pages())
                    .as("that nobody may take over is a page of its own, when it comes to that")
                    .filteredOn(page -> !page.contains("PatroniNoFailoverCandidate"))
                    .containsExactly(
                            "trigger PatroniNoLeader on greenlang-cluster",
                            "resolve PatroniNoLeader on greenlang-cluster");
        }
    }

    private static Message killThePrimary(RealCluster cluster, Chain chain) {
        int before = chain.pagesSoFar();
        long killed = System.nanoTime();
        cluster.kill9("patroni-0");
        Message trigger = chain.awaitPage("trigger", "PatroniNoLeader on greenlang-cluster", before, PAGE);
        System.out.printf(
                "from kill -9 of the primary to PagerDuty's trigger: %.1f s%n", (System.nanoTime() - killed) / 1e9);
        return trigger;
    }

    private static Message startThePrimary(RealCluster cluster, Chain chain) {
        int before = chain.pagesSoFar();
        cluster.start("patroni-0");
        return chain.awaitPage("resolve", "PatroniNoLeader on greenlang-cluster", before, RESOLVED);
    }
}
