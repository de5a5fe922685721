package io.greenlang.patroni.monitor.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.testing.Hours;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an hour of a member costs. */
class TrendMemoryTest {
    private static final int CLUSTERS = 1000;
    private static final int MEMBERS = 3;
    private static final long MOST_BYTES = 10_000;
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    @Test
    void isLessThanTenKilobytes() {
        List<ClusterReport> hour = IntStream.range(0, Trend.BUCKETS)
                .mapToObj(i -> Hours.report(Snapshots.healthy(), Snapshots.NOON.plus(Trend.STEP.multipliedBy(i))))
                .toList();
        long before = used();

        List<Trends> clusters =
                Stream.generate(() -> filled(hour)).limit(CLUSTERS).toList();

        assertThat((used() - before) / CLUSTERS / MEMBERS).isLessThan(MOST_BYTES);
        assertThat(clusters.get(CLUSTERS - 1).trend().members()).hasSize(MEMBERS);
    }

    private static Trends filled(List<ClusterReport> hour) {
        Trends trends = new Trends();
        hour.forEach(trends::take);
        return trends;
    }

    private static long used() {
        MEMORY.gc();
        return MEMORY.getHeapMemoryUsage().getUsed();
    }
}
