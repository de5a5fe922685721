package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.ClusterExtension;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.HaProxy;
import io.greenlang.patroni.monitor.testing.HaProxy.Entry;
import io.greenlang.patroni.monitor.testing.PgBouncer;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Where applications connect: a real HAProxy that checks Patroni's REST API, a real PgBouncer in transaction mode behind it, and
 * entries that lead to the wrong server. In this order, because the last test kills a Patroni.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@Order(1)
class ClientEndpointsIT {
    private static final Duration PAGE = Duration.ofMinutes(2);
    private static final String DOWN = "PatroniClientEndpointDown";
    private static final String MISROUTED = "PatroniClientEndpointMisrouted";

    @RegisterExtension
    final ClusterExtension fixture = RealCluster.of(Flavour.PYPI_4_1).asExtension();

    private final Path folder = Target.newFolder("client-endpoints");
    private final List<AutoCloseable> open = new ArrayList<>();
    private final int primaryPort = Ports.free();
    private final int replicaPort = Ports.free();
    private final int pinnedPort = Ports.free();
    private HaProxy proxy;
    private PgBouncer pooler;
    private Watch watch;

    @AfterAll
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    @Order(1)
    void namesTheMemberBehindEachEntryAndIsQuiet() throws IOException {
        RealCluster cluster = fixture.get();
        proxy = proxy(cluster, primaryPort, "/primary", cluster.names());
        proxy(cluster, replicaPort, "/replica", cluster.names());
        pooler = PgBouncer.start(folder, primaryPort, "patroni_monitor", cluster.monitorPassword());
        open.add(pooler);
        watch = Watch.over(cluster, endpoints(List.of(primaryPort, pooler.port()), List.of(replicaPort)));
        open.add(watch);

        watch.awaitQuietAndHealthy(Watch.SOON);
        awaitCorrect(primaryPort, pooler.port(), replicaPort);

        Scrape scrape = watch.scrape();
        assertThat(members(scrape, primaryPort)).containsExactly(cluster.primary());
        assertThat(members(scrape, pooler.port())).containsExactly(cluster.primary());
        assertThat(members(scrape, replicaPort)).hasSize(1).isSubsetOf(cluster.replicas());
        for (int port : List.of(primaryPort, pooler.port(), replicaPort)) {
            double took = scrape.value("patroni_client_endpoint_duration_seconds", "endpoint", address(port));
            System.out.printf("%s answered within %.0f ms%n", address(port), took * 1000);
        }
        Command.Result status = watch.command("status");
        assertThat(status.out()).contains("Where applications connect", address(pooler.port()));
        assertThat(watch.command("preflight").out()).contains("Applications reach whom they should");
    }

    @Test
    @Order(2)
    void staysSilentThroughASwitchover() throws Exception {
        RealCluster cluster = fixture.get();
        String candidate = cluster.replicas().get(0);
        Set<String> fired = new TreeSet<>();
        Thread switching = new Thread(() -> cluster.switchover(candidate));
        switching.start();
        Await.until("the switchover is over and every entry follows it", PAGE, () -> {
            Scrape scrape = watch.scrape();
            Watch.alerts(scrape).stream()
                    .filter(alert -> alert.contains("firing"))
                    .forEach(fired::add);
            return !switching.isAlive()
                    && members(scrape, primaryPort).equals(Set.of(candidate))
                    && members(scrape, pooler.port()).equals(Set.of(candidate))
                    && Watch.isQuietAndHealthy(scrape);
        });
        switching.join();

        assertThat(fired).isEmpty();
    }

    @Test
    @Order(3)
    void warnsOfAReplicaEntryThatLeadsToThePrimaryAndPagesForAPrimaryEntryThatLeadsToAStandby() throws IOException {
        RealCluster cluster = fixture.get();
        proxy(cluster, pinnedPort, "", List.of(cluster.replicas().get(0)));
        watch.reconfigure(endpoints(List.of(pinnedPort), List.of(primaryPort)));

        report("led to a standby", MISROUTED + " critical firing");
        watch.awaitAlert(Watch.SOON, MISROUTED + " warning firing");
        assertThat(watch.command("status").out())
                .contains("the primary endpoint " + address(pinnedPort) + " leads to "
                        + cluster.replicas().get(0));
        assertThat(watch.command("preflight").exitCode()).as("no-go").isEqualTo(1);

        watch.reconfigure(endpoints(List.of(primaryPort, pooler.port()), List.of(replicaPort)));
        watch.awaitQuietAndHealthy(PAGE);
    }

    @Test
    @Order(4)
    void pagesForAnEntryThatHangsAndForOneThatRefuses() {
        proxy.freeze();
        report("frozen", DOWN + " critical firing");
        awaitReason("timeout");
        proxy.thaw();
        watch.awaitQuietAndHealthy(PAGE);

        proxy.close();
        report("refused", DOWN + " critical firing");
        awaitReason("refused");
        proxy = proxy(fixture.get(), primaryPort, "/primary", fixture.get().names());
        watch.awaitQuietAndHealthy(PAGE);
    }

    @Test
    @Order(5)
    void pagesForAnEntryThatLeadsToAStalePrimary() throws IOException {
        RealCluster cluster = fixture.get();
        String old = cluster.primary();
        int stalePort = Ports.free();
        proxy(cluster, stalePort, "", List.of(old));
        watch.reconfigure(endpoints(List.of(stalePort), List.of()));
        watch.awaitQuietAndHealthy(Watch.SOON);

        cluster.kill9PatroniOnly(old);
        String leader = cluster.awaitPrimaryOtherThan(old);

        report("led to a stale primary", MISROUTED + " critical firing");
        assertThat(watch.command("status").out()).contains(old + ", which accepts writes on timeline");
        assertThat(watch.scrape().value("patroni_client_endpoint_correct", "endpoint", address(stalePort)))
                .isZero();
        assertThat(members(watch.scrape(), stalePort)).containsExactly(old).doesNotContain(leader);
    }

    private HaProxy proxy(RealCluster cluster, int port, String healthPath, List<String> members) {
        HaProxy started =
                HaProxy.start(Target.newFolder("haproxy"), cluster, List.of(new Entry(port, healthPath, members)));
        open.add(started);
        return started;
    }

    private static String endpoints(List<Integer> primary, List<Integer> replica) {
        return "client-endpoints { primary = %s, replica = %s }".formatted(addresses(primary), addresses(replica));
    }

    private static List<String> addresses(List<Integer> ports) {
        return ports.stream().map(port -> '"' + address(port) + '"').toList();
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    private static Set<String> members(Scrape scrape, int port) {
        return Watch.members(scrape, "patroni_client_endpoint_member_info", "endpoint", address(port));
    }

    private void report(String fault, String alert) {
        Instant begun = Instant.now();
        watch.awaitAlert(PAGE, alert);
        System.out.printf(
                "%s: %s after %d s%n",
                fault, alert, Duration.between(begun, Instant.now()).toSeconds());
    }

    private void awaitCorrect(int... ports) {
        for (int port : ports) {
            watch.awaitValue(Watch.SOON, 1, "patroni_client_endpoint_correct", "endpoint", address(port));
        }
    }

    private void awaitReason(String reason) {
        watch.awaitValue(
                Watch.SOON,
                1,
                "patroni_client_endpoint_failure_info",
                "endpoint",
                address(primaryPort),
                "reason",
                reason);
    }
}
