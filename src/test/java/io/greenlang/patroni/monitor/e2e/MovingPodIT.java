package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Flavour;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.NameServer;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Relay;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** As on Kubernetes: every member has the same ports at an address of its own, which DNS knows and which changes. */
class MovingPodIT {
    private static final String SERVICE = "patroni.greenlang-db.svc.cluster.test";
    private static final Set<String> ALL = Set.of("patroni-0", "patroni-1", "patroni-2");

    private final Path folder = Target.newFolder("pods");
    private final int restPort = Ports.free();
    private final int postgresPort = Ports.free();
    private final List<Relay> relays = new ArrayList<>();

    @Test
    void followsAPodToItsNewAddressWithinTwoPollsAfterDnsSaysSo() throws IOException {
        try (RealCluster cluster = RealCluster.of(Flavour.PYPI_4_1).start();
                NameServer dns = NameServer.start(folder, hosts(cluster))) {
            startPod(cluster, "patroni-0", address(0));
            startPod(cluster, "patroni-1", address(1));
            List<Relay> old = startPod(cluster, "patroni-2", address(2));
            try (MonitorProcess monitor = MonitorProcess.startBy(dns.asked(), folder, settings(cluster))) {
                monitor.awaitReady();
                Await.until("all are seen", Watch.SOON, () -> isSeen(monitor.metrics(), ALL));
                assertThat(monitor.get("/api/v1/clusters").body())
                        .contains("patroni-2." + SERVICE)
                        .doesNotContain(cluster.restUrl("patroni-2"));

                // a machine that is slow for a moment is forgiven twice: an answer that comes too late costs a poll
                List<Long> polls = new ArrayList<>();
                do {
                    old.forEach(Relay::vanish);
                    String address = "127.54.1." + (9 + polls.size());
                    Await.until("a pod without an address is down", Watch.SOON, () -> !isSeen(monitor.metrics(), ALL));
                    old = startPod(cluster, "patroni-2", address);
                    monitor.awaitPolls(2, Watch.SOON);
                    dns.move("patroni-2." + SERVICE, address);
                    polls.add(pollsUntilAllAreSeen(monitor));
                } while (polls.size() < 3 && polls.stream().noneMatch(MovingPodIT::isQuick));
                assertThat(polls).as("polls until it is seen again").anyMatch(MovingPodIT::isQuick);
            }
        } finally {
            relays.forEach(Relay::close);
        }
    }

    private static long pollsUntilAllAreSeen(MonitorProcess monitor) throws IOException {
        long before = MonitorProcess.polls(monitor.metrics());
        return Await.value("it is seen at its new address", Watch.SOON, () -> {
            Scrape scrape = monitor.metrics();
            return Optional.of(MonitorProcess.polls(scrape) - before).filter(polls -> isSeen(scrape, ALL));
        });
    }

    /** The poll that was under way asked before DNS said so. */
    private static boolean isQuick(long polls) {
        return polls <= 1 + 2;
    }

    private static boolean isSeen(Scrape scrape, Set<String> members) {
        return Watch.members(scrape, "patroni_monitor_member_up", "source", "patroni")
                        .equals(members)
                && Watch.members(scrape, "patroni_monitor_member_up", "source", "postgres")
                        .equals(members);
    }

    private static String address(int pod) {
        return "127.54.0." + (pod + 1);
    }

    private Map<String, List<String>> hosts(RealCluster cluster) {
        Map<String, List<String>> hosts = new TreeMap<>();
        List<String> all = new ArrayList<>();
        for (String name : cluster.names()) {
            String address = address(all.size());
            hosts.put(name + "." + SERVICE, List.of(address));
            all.add(address);
        }
        hosts.put(SERVICE, all);
        return hosts;
    }

    private List<Relay> startPod(RealCluster cluster, String name, String address) {
        int rest = Integer.parseInt(cluster.restUrl(name).replaceFirst(".*:", ""));
        List<Relay> pod = List.of(
                Relay.start(folder, address, restPort, rest),
                Relay.start(folder, address, postgresPort, cluster.pgPort(name)));
        relays.addAll(pod);
        return pod;
    }

    private String settings(RealCluster cluster) {
        return """
                poll { interval = 2s, slow-interval = 10s }
                clusters."%s" {
                  dns = "%s:%d"
                  expected-members = 3
                  member-addresses { patroni = "http://{name}.%s:%d", postgres = "{name}.%s:%d" }
                  postgres { username = patroni_monitor, password-file = "%s" }
                }
                """.formatted(
                        cluster.scope(),
                        SERVICE,
                        restPort,
                        SERVICE,
                        restPort,
                        SERVICE,
                        postgresPort,
                        cluster.monitorPasswordFile());
    }
}
