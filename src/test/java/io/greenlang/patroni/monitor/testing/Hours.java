package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.trend.Trend;
import io.greenlang.patroni.monitor.trend.Trends;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;

/** Last hours, as they are remembered of snapshots taken every ten seconds. */
public final class Hours {
    public static final int SECONDS = 3600;

    private static final int INTERVAL = 10;
    private static final long GIBIBYTE = 1L << 30;

    private Hours() {}

    /** A report that nobody has judged. */
    public static ClusterReport report(Snapshots snapshot, Instant at) {
        return new ClusterReport(
                Judged.named(Snapshots.CLUSTER), snapshot.at(at).build(), ClusterState.HEALTHY, List.of(), false);
    }

    /** @param snapshot by how many seconds before the end it was taken */
    public static Trend until(Instant end, int seconds, IntFunction<Snapshots> snapshot) {
        Trends trends = new Trends();
        for (int left = seconds; left >= 0; left -= INTERVAL) {
            trends.take(report(snapshot.apply(left), end.minusSeconds(left)));
        }
        return trends.trend();
    }

    /** What came before {@link Judged#threeClusters}. */
    public static Trend before(String cluster, Instant end) {
        return switch (cluster) {
            case "greenlang-cluster" -> until(end, SECONDS, Hours::failover);
            case "greenlang-staging" -> until(end, SECONDS, Hours::lagging);
            default -> until(end, 130, Hours::busy);
        };
    }

    /** Node 3 leads, can't be read for three minutes, and loses the lock to node 1, which was down before. */
    private static Snapshots failover(int left) {
        if (left < 840) {
            return busy(left)
                    .primary("node3")
                    .member("node3", node -> load(node, left, 61).position(written(left)))
                    .diagnosis("node3", Diagnosis.PATRONI_DOWN)
                    .writable("node1", "node3")
                    .lag("node2", known(left < 600 ? 12 * wave(left, 300) : 0));
        }
        Snapshots snapshot = busy(left)
                .without("node1")
                .replica("node1")
                .primary("node3")
                .leader("node3", Certainty.YES)
                .writable("node3")
                .lag("node1", known(wave(left, 700) * 2))
                .member("node1", node -> load(node, left, 8))
                .member("node3", node -> load(node, left, 61).position(written(left)));
        if (left > 2310 && left < 2400) {
            snapshot.down("node1", Diagnosis.PROCESSES_DOWN);
        }
        if (left < 1020) {
            snapshot.member("node3", node -> node.unreadable(FailureKind.TIMEOUT))
                    .diagnosis("node3", Diagnosis.NOT_READABLE)
                    .writable()
                    .lag("node1", new ReplicationLag.Unknown("the primary can't be read"))
                    .lag("node2", new ReplicationLag.Unknown("the primary can't be read"));
        }
        return snapshot;
    }

    /** Node 3 falls behind twice, the second time further than is allowed. */
    private static Snapshots lagging(int left) {
        double first = left > 2100 && left < 2700 ? (left - 2100) / 25.0 : 0;
        double again = left < 410 ? 41 - left / 10.0 : 0;
        return busy(left)
                .lag("node2", known(wave(left, 400) * 1.5))
                .lag("node3", new ReplicationLag.Known(millis(Math.max(first, again)), 31_000_000, left > 2400));
    }

    private static Snapshots busy(int left) {
        return Snapshots.healthy()
                .member("node1", node -> load(node, left, 55).position(written(left)))
                .member("node2", node -> load(node, left, 6))
                .member("node3", node -> load(node, left, 20));
    }

    /** At the end as usual; before that, more or less. */
    private static Member load(Member node, int left, int sessions) {
        long used = (96 - left / 240) * GIBIBYTE;
        return node.connections((int) (12 + sessions * wave(left, 1300)), 100)
                .volumes(new Volume("data", 200 * GIBIBYTE, used, 200 * GIBIBYTE - used));
    }

    private static Lsn written(int left) {
        return new Lsn((5L << 32) - (long) (left * 900_000L + 180_000_000 * wave(left, 1500)));
    }

    /** From 0 to 1 and back. */
    private static double wave(int left, int period) {
        return (1 - Math.cos(2 * Math.PI * left / period)) / 2;
    }

    private static ReplicationLag known(double seconds) {
        return new ReplicationLag.Known(millis(seconds), 1_000_000, false);
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
