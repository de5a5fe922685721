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
    private static final Trend HOUR = new Trend(Snapshots.NOON, Snapshots.NOON, Duration.ofMinutes(1), List.of());

    private final ReportBoard board = new ReportBoard(Clock.fixed(Snapshots.NOON, ZoneOffset.UTC));
    private final ClusterReport report = Judged.of(Snapshots.healthy());

    @Test
    void showsTheLastHourOverAReload() {
        board.show(List.of(report));
        assertThat(board.trend(report.cluster())).isEqualTo(Trend.NOTHING);

        board.publish(report, HOUR);
        board.show(List.of(report));

        assertThat(board.trend(report.cluster())).isSameAs(HOUR);
    }

    @Test
    void forgetsAClusterThatIsNoLongerWatched() {
        board.show(List.of(report));
        board.publish(report, HOUR);

        board.show(List.of());
        board.publish(report, HOUR);

        assertThat(board.trend(report.cluster())).isEqualTo(Trend.NOTHING);
    }
}
