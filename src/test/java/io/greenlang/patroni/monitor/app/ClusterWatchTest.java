package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;

class ClusterWatchTest {
    private static final ClusterConfig USUAL = Snapshots.config();

    @Test
    void goesOnPollingWhenOnlyLimitsChange() {
        Thresholds otherLimits = Configs.thresholds("failovers.warning = 2, maintenance.window = 1m");

        assertThat(ClusterWatch.isSamePoll(USUAL, Snapshots.config(otherLimits)))
                .isTrue();
    }

    @Test
    void beginsAnewWhenFailedArchiveAttemptsCountForAnotherTime() {
        Thresholds otherWindow = Configs.thresholds("wal-archive-failures.window = 10m");

        assertThat(ClusterWatch.isSamePoll(USUAL, Snapshots.config(otherWindow)))
                .isFalse();
    }

    @Test
    void watchesAnotherClusterWhenTheScopeChanges() {
        assertThat(ClusterWatch.isSamePoll(USUAL, Reports.ofScope("another", USUAL)))
                .isFalse();
    }
}
