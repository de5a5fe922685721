package io.greenlang.patroni.monitor.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Scrape.Sample;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One daemon, one cluster of stub nodes per misfortune: in each, the last of three nodes answers nonsense. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class BadInputIT {
    private static final int LAST = 2;
    private static final Duration SOON = Duration.ofSeconds(20);

    /**
     * What happens to a good answer on its way, and which reason the daemon is to give.
     *
     * @param name the scope of the cluster that it happens to
     */
    record Misfortune(String name, String reason, UnaryOperator<Reply> effect) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Misfortune> misfortunes() {
        return List.of(
                new Misfortune("no-json", "bad_answer", good -> Reply.json("<html>It works!</html>")),
                new Misfortune("other-json", "bad_answer", good -> Reply.json("[1, {\"state\": []}, null]")),
                new Misfortune("deep-json", "bad_answer", good -> Reply.json("[".repeat(50_000))),
                new Misfortune(
                        "ten-mebibytes",
                        "too_large",
                        good -> Reply.json("{\"state\": \"" + "x".repeat(10 << 20) + "\"}")),
                new Misfortune("cut-body", "cut", good -> Reply.json("{\"state\": \"running\", \"role\": \"repl")),
                new Misfortune(
                        "cut-below-its-length",
                        "cut",
                        good -> Reply.raw("HTTP/1.0 200 OK\r\nContent-Length: 500\r\n\r\n{\"state\":")),
                new Misfortune("no-byte", "empty_reply", good -> Reply.nothing()),
                new Misfortune(
                        "other-scope", "scope_mismatch", good -> good.replace("\"scope\": \"", "\"scope\": \"not-")),
                new Misfortune(
                        "redirect",
                        "http_status",
                        good -> Reply.raw("HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n")),
                new Misfortune("forbidden", "auth", good -> Reply.raw("HTTP/1.0 401 Unauthorized\r\n\r\n")),
                new Misfortune("silence", "timeout", good -> Reply.NEVER));
    }

    private final Map<String, StubCluster> clusters = new LinkedHashMap<>();

    @AutoClose
    private StubNodes stubs;

    @AutoClose
    private MonitorProcess monitor;

    @BeforeAll
    void spoilOneNodeOfEachCluster() throws IOException {
        stubs = new StubNodes();
        for (Misfortune misfortune : misfortunes()) {
            StubCluster cluster = StubCluster.open(stubs, misfortune.name());
            clusters.put(misfortune.name(), cluster);
            cluster.node(LAST).answer(path -> misfortune.effect().apply(cluster.answer(LAST, path)));
        }
        monitor = MonitorProcess.start(
                Target.newFolder("bad-input"),
                "poll { interval = 2s, http-timeout = 1s }\nclusters {\n"
                        + clusters.values().stream()
                                .map(StubCluster::monitorConfig)
                                .collect(joining())
                        + "}");
        monitor.awaitReady();
    }

    @AfterAll
    void livesToTheEnd() {
        assertThat(monitor.stop()).as("exit status").isZero();
    }

    @ParameterizedTest
    @MethodSource("misfortunes")
    void namesTheReasonAndKeepsReadingTheOthers(Misfortune misfortune) {
        StubCluster cluster = clusters.get(misfortune.name());
        String bad = cluster.name(LAST);

        Await.until("reason " + misfortune.reason(), SOON, () -> {
            Scrape scrape = monitor.metrics();
            assertReason(scrape, cluster.scope(), bad, misfortune.reason());
            assertThat(Watch.members(
                            scrape, "patroni_monitor_member_up", "cluster", cluster.scope(), "source", "patroni"))
                    .isEqualTo(Set.of(cluster.name(0), cluster.name(1)));
            assertThat(scrape.value("patroni_cluster_has_leader", "cluster", cluster.scope()))
                    .isEqualTo(1);
            assertThat(facts(scrape, cluster.scope(), bad)).isEmpty();
            return true;
        });
    }

    private static void assertReason(Scrape scrape, String scope, String member, String reason) {
        assertThat(scrape.all("patroni_monitor_failure", "cluster", scope, "member", member, "source", "patroni"))
                .extracting(failure -> failure.label("reason"))
                .containsExactly(reason);
    }

    /** Patroni's own facts about a member. */
    private static Stream<String> facts(Scrape scrape, String scope, String member) {
        return scrape.samples().stream()
                .filter(sample -> sample.label("cluster").equals(scope)
                        && sample.label("member").equals(member))
                .map(Sample::name)
                .filter(name -> name.startsWith("patroni_postgres") || name.startsWith("patroni_xlog"));
    }

    @Test
    void forgetsTheReasonWhenTheNodeIsWellAgain() throws IOException {
        StubCluster cluster = StubCluster.open(stubs, "recovering");
        cluster.node(LAST).answer(path -> Reply.nothing());
        try (MonitorProcess another = MonitorProcess.start(
                Target.newFolder("bad-input"),
                "poll { interval = 1s, http-timeout = 1s }\nclusters {" + cluster.monitorConfig() + "}")) {
            another.awaitReady();
            Await.until(
                    "the failure is told",
                    SOON,
                    () -> another.metrics().has("patroni_monitor_failure", "member", cluster.name(LAST)));

            cluster.heal(LAST);

            Await.until("all is well", SOON, () -> {
                Scrape scrape = another.metrics();
                assertThat(scrape.all("patroni_monitor_failure")).isEmpty();
                assertThat(Watch.isQuietAndHealthy(scrape)).isTrue();
                return true;
            });
        }
    }
}
