package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reports as the catalogue makes them of {@link Snapshots} that have gone on for ten minutes. */
public final class Judged {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);
    private static final long GIBIBYTE = 1L << 30;

    private Judged() {}

    public static MonitorReport report(ClusterReport... clusters) {
        return new MonitorReport(Arrays.asList(clusters), true);
    }

    /** At {@link Snapshots#NOON}. */
    public static ClusterReport of(Snapshots snapshot) {
        return of(Snapshots.CLUSTER, snapshot, Snapshots.NOON);
    }

    public static ClusterReport of(String cluster, Snapshots snapshot, Instant now) {
        ClusterConfig config = named(cluster);
        Judge judge = new Judge(Duration.ofMinutes(5));
        snapshot.named(cluster);
        judge.judge(config, snapshot.at(now.minus(LONG_ENOUGH)).build());
        return judge.judge(config, snapshot.at(now).build());
    }

    static ClusterConfig named(String cluster) {
        return Configs.cluster(cluster, Reports.SEED);
    }

    /** Thirty clusters of three, each with a dead replica and one that lags and has its connections used up. */
    public static MonitorReport thirtyInTrouble() {
        List<ClusterReport> clusters = IntStream.range(0, 30)
                .mapToObj(i -> of(
                        "greenlang-%02d".formatted(i),
                        roomy(Snapshots.healthy())
                                .down("node2", Diagnosis.HOST_GONE)
                                .lag("node3", new ReplicationLag.Known(Duration.ofSeconds(95), 250_000_000, false))
                                .member("node3", node -> node.connections(97, 100))
                                .lastFailover("node3", "node1"),
                        Snapshots.NOON))
                .toList();
        return new MonitorReport(clusters, true);
    }

    /** A split brain, a replica that lags, and a cluster that is well. */
    public static MonitorReport threeClusters(Instant now) {
        Snapshots splitBrain = roomy(Snapshots.healthy().primary("node3"))
                .member("node1", node -> node.senders("sync"))
                .member("node2", node -> node.listedAs(MemberRole.SYNC_STANDBY))
                .member(
                        "node3",
                        node -> node.patroniFails(FailureKind.REFUSED)
                                .vanished()
                                .timeline(3, 3))
                .diagnosis("node3", Diagnosis.PATRONI_DOWN)
                .writable("node1", "node3")
                .splitBrain("node1 and node3 both accept writes")
                .candidates(new FailoverCandidate("node2", null))
                .synchronousMode(false)
                .failovers(1)
                .at(now)
                .lastFailover("node3", "node1");
        Snapshots lagging = roomy(Snapshots.healthy())
                .lag("node3", new ReplicationLag.Known(Duration.ofSeconds(41), 31_000_000, false))
                .at(now)
                .lastFailover("node2", "node1");
        return report(
                of("greenlang-cluster", splitBrain, now),
                of("greenlang-staging", lagging, now),
                of("greenlang-archive", roomy(Snapshots.healthy()), now));
    }

    private static Snapshots roomy(Snapshots snapshot) {
        for (String member : List.of("node1", "node2", "node3")) {
            snapshot.member(
                    member, node -> node.volumes(new Volume("data", 200 * GIBIBYTE, 96 * GIBIBYTE, 104 * GIBIBYTE)));
        }
        return snapshot;
    }
}
