package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.trend.Trend;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportBoardTest {
    private final ReportBoard board = new ReportBoard(Clock.fixed(Snapshots.NOON, ZoneOffset.UTC));
    private final ClusterReport report = Judged.of(Snapshots.healthy());

    @Test
    void remembersTheLastHourOverAReload() {
        board.show(List.of(report));
        assertThat(board.trend(report.cluster())).isEqualTo(Trend.NOTHING);

        board.publish(report);
        board.show(List.of(report));
        board.publish(Judged.of(Snapshots.CLUSTER, Snapshots.healthy(), Snapshots.NOON.plusSeconds(60)));

        assertThat(board.trend(report.cluster()).watched()).isEqualTo(Duration.ofMinutes(1));
        assertThat(board.trend(report.cluster()).members()).hasSize(3);
    }

    @Test
    void forgetsAClusterThatIsNoLongerWatched() {
        board.show(List.of(report));
        board.publish(report);

        board.show(List.of());
        board.publish(report);

        assertThat(board.trend(report.cluster())).isEqualTo(Trend.NOTHING);
    }
}
