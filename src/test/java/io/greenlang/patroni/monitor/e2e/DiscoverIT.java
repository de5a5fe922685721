package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Scrape.Sample;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real cluster that only its etcd names, and others that come and go there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class DiscoverIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String FOUND = "it-greenlang-cluster";

    @RegisterExtension
    final ClusterExtension fixture =
            RealCluster.of(Flavour.PYPI_4_1).dynamic("failsafe_mode", true).asExtension();

    private RealCluster cluster;
    private Path folder;
    private MonitorProcess monitor;

    @BeforeAll
    void watchWhatIsThere() {
        cluster = fixture.get();
        folder = Target.newFolder("monitor");
        start();
    }

    private void start() {
        monitor = MonitorProcess.start(folder, """
                poll { interval = 2s, slow-interval = 10s }
                state.directory = "%s"
                cluster-defaults { expected-members = 3, postgres { username = patroni_monitor, password-file = "%s" } }
                discover.it { clusters = "it-{scope}", exclude = ["old-*"], interval = 5s, %s }
                """.formatted(
                        folder.resolve("state"),
                        cluster.monitorPasswordFile(),
                        cluster.monitorDcs("service").replaceFirst("dcs \\{(.*)}\\s*", "$1")));
    }

    @AfterAll
    void stop() {
        monitor.close();
    }

    @Test
    @Order(1)
    void findsTheClusterWithItsMembersAndIsHealthy() {
        monitor.awaitReady();

        Await.until("it is healthy", SOON, () -> {
            Scrape scrape = monitor.metrics();
            assertThat(clusters(scrape)).containsExactly(FOUND);
            assertThat(scrape.all("patroni_monitor_member_up", "source", "postgres"))
                    .hasSize(3)
                    .allMatch(member -> member.value() == 1);
            assertThat(scrape.value("patroni_monitor_discovered_clusters", "discover", "it"))
                    .isEqualTo(1);
            assertThat(scrape.value("patroni_monitor_discovery_up", "discover", "it"))
                    .isEqualTo(1);
            assertThat(scrape.value("patroni_cluster_state", "state", "healthy"))
                    .isEqualTo(1);
            assertThat(scrape.all("patroni_dcs_leader_info"))
                    .singleElement()
                    .satisfies(lock -> assertThat(lock.label("member")).isEqualTo(cluster.primary()));
            return true;
        });
    }

    @Test
    @Order(2)
    void looksThereForACommandToo() {
        Command.Result look = MonitorProcess.command(
                SOON, 0, "status", "--config", monitor.configFile().toString(), "--direct", "--cluster", FOUND);

        assertThat(look.out()).contains(cluster.names());
    }

    @Test
    @Order(3)
    void watchesAClusterThatAppearsThereAndNotAnExcludedOne() {
        cluster.etcd().put("/service/old-orders/initialize", "7390000000000000001");
        cluster.etcd().put("/service/orders/initialize", "7390000000000000002");

        Await.until(
                "the new one is there, and can't be read",
                SOON,
                () -> clusters(monitor.metrics()).equals(Set.of(FOUND, "it-orders"))
                        && monitor.metrics().all("patroni_cluster_state").stream()
                                .anyMatch(state -> state.label("cluster").equals("it-orders")
                                        && state.label("state").equals("blind")
                                        && state.value() == 1));
        Await.until(
                "the other one's primary is known",
                SOON,
                () -> primaryOfFound(monitor.metrics()).equals(cluster.primary()));
    }

    @Test
    @Order(4)
    void dropsNobodyWhileTheDcsHangs() {
        String primary = cluster.primary();
        cluster.etcd().freeze(0);
        try {
            Await.until(
                    "the look fails",
                    SOON,
                    () -> monitor.metrics().value("patroni_monitor_discovery_up", "discover", "it") == 0);
            Await.holds(
                    "nobody is dropped", Duration.ofSeconds(15), monitor::metrics, Scrape::isInTimeOfMembers, page -> {
                        assertThat(clusters(page)).containsExactlyInAnyOrder(FOUND, "it-orders");
                        assertThat(primaryOfFound(page)).isEqualTo(primary);
                        return true;
                    });
        } finally {
            cluster.etcd().thaw(0);
        }
        Await.until(
                "the look goes well again",
                SOON,
                () -> monitor.metrics().value("patroni_monitor_discovery_up", "discover", "it") == 1);
    }

    @Test
    @Order(5)
    void remembersOverARestartWhileTheDcsIsAway() {
        assertThat(monitor.stop()).isZero();
        assertThat(kept())
                .as("only what has ever answered: anybody could make up the others")
                .anyMatch(file -> file.contains(FOUND))
                .noneMatch(file -> file.contains("it-orders"));
        cluster.etcd().freeze(0);
        try {
            start();
            Await.until("it watches what it knew", SOON, () -> {
                assertThat(clusters(monitor.metrics())).containsExactlyInAnyOrder(FOUND, "it-orders");
                assertThat(monitor.metrics().all("patroni_monitor_member_up", "source", "postgres").stream()
                                .filter(member -> member.label("cluster").equals(FOUND) && member.value() == 1))
                        .hasSize(3);
                assertThat(monitor.get("/").body()).contains("be looked for in discover.it");
                return true;
            });
        } finally {
            cluster.etcd().thaw(0);
        }
    }

    private List<String> kept() {
        try (Stream<Path> files = Files.list(folder.resolve("state").resolve("clusters"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String primaryOfFound(Scrape page) {
        return page.all("patroni_primary").stream()
                .filter(member -> member.label("cluster").equals(FOUND) && member.value() == 1)
                .map(member -> member.label("member"))
                .collect(Collectors.joining(", "));
    }

    private static Set<String> clusters(Scrape scrape) {
        return scrape.all("patroni_cluster_state").stream()
                .map((Sample state) -> state.label("cluster"))
                .collect(Collectors.toSet());
    }
}
