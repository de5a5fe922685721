package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterWatchTest {
    private static final ClusterConfig USUAL = Snapshots.config();

    @Test
    void goesOnPollingWhenOnlyLimitsChange() {
        Thresholds otherLimits = new Thresholds(
                Map.of(), USUAL.thresholds().archiveFailureWindow(), Duration.ofMinutes(1), Snapshots.BACKUP_AGES);

        assertThat(ClusterWatch.isSamePoll(USUAL, Snapshots.config(otherLimits)))
                .isTrue();
    }

    @Test
    void beginsAnewWhenFailedArchiveAttemptsCountForAnotherTime() {
        Thresholds otherWindow = new Thresholds(
                USUAL.thresholds().byRule(),
                Duration.ofMinutes(10),
                USUAL.thresholds().maintenanceWindow(),
                Snapshots.BACKUP_AGES);

        assertThat(ClusterWatch.isSamePoll(USUAL, Snapshots.config(otherWindow)))
                .isFalse();
    }

    @Test
    void watchesAnotherClusterWhenTheScopeChanges() {
        assertThat(ClusterWatch.isSamePoll(USUAL, Reports.ofScope("another", USUAL)))
                .isFalse();
    }
}
