package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityRulesTest {
    @ParameterizedTest
    @CsvSource({"80, 100, clear, clear", "801, 1000, holds, clear", "95, 100, holds, clear", "951, 1000, holds, holds"})
    void measuresConnectionsInPercentOfMaxConnections(int used, int of, String warning, String critical) {
        Snapshots snapshot = Snapshots.healthy().member("node3", m -> m.connections(used, of));

        assertThat(Verdicts.warning(CapacityRules.CONNECTION_USAGE, "node3", snapshot))
                .isEqualTo(warning);
        assertThat(Verdicts.critical(CapacityRules.CONNECTION_USAGE, "node3", snapshot))
                .isEqualTo(critical);
        assertThat(Verdicts.warning(CapacityRules.CONNECTION_USAGE, "node1", snapshot))
                .isEqualTo("clear");
    }

    @Test
    void saysHowManyConnectionsAreUsed() {
        Snapshots snapshot = Snapshots.healthy().member("node1", m -> m.connections(163, 200));

        assertThat(Verdicts.holding(CapacityRules.CONNECTION_USAGE, Severity.WARNING, "node1", snapshot))
                .isEqualTo(new Verdict.Holds(
                        81.5, "node1 of greenlang-cluster uses 82 % of max_connections (163 of 200)."));
    }

    @Test
    void takesAPostgresWithoutAConnectionForTheMonitorAsFull() {
        Snapshots snapshot =
                Snapshots.healthy().member("node1", m -> m.postgresFails(FailureKind.TOO_MANY_CONNECTIONS));

        assertThat(Verdicts.holding(CapacityRules.CONNECTION_USAGE, Severity.CRITICAL, "node1", snapshot))
                .isEqualTo(new Verdict.Holds(100.0, "node1 of greenlang-cluster refuses connections: all are in use."));
    }

    @Test
    void doesNotKnowTheConnectionsOfAPostgresThatDoesNotAnswer() {
        Snapshots failing = Snapshots.healthy().member("node2", m -> m.postgresFails(FailureKind.TIMEOUT));
        Snapshots off = Snapshots.healthy().member("node2", Member::sqlOff);

        assertThat(Verdicts.warning(CapacityRules.CONNECTION_USAGE, "node2", failing))
                .isEqualTo("unknown");
        assertThat(Verdicts.warning(CapacityRules.CONNECTION_USAGE, "node2", off))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({"700, clear, clear", "701, holds, clear", "850, holds, clear", "851, holds, holds"})
    void measuresDisksAgainstWhatAnUnprivilegedUserMayUse(long used, String warning, String critical) {
        // 200 of 1200 are reserved for root, and count on neither side.
        Volume volume = new Volume("data", 1200, used, 1000 - used);
        Snapshots snapshot = Snapshots.healthy().member("node2", m -> m.volumes(volume));

        assertThat(Verdicts.warning(CapacityRules.DISK_USAGE, "node2", snapshot))
                .isEqualTo(warning);
        assertThat(Verdicts.critical(CapacityRules.DISK_USAGE, "node2", snapshot))
                .isEqualTo(critical);
    }

    @Test
    void namesTheFullestVolume() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node2", m -> m.volumes(new Volume("data", 100, 75, 25), new Volume("wal", 100, 90, 10)));

        assertThat(Verdicts.holding(CapacityRules.DISK_USAGE, Severity.CRITICAL, "node2", snapshot))
                .isEqualTo(new Verdict.Holds(90.0, "The wal volume of node2 of greenlang-cluster is 90 % full."));
    }

    @Test
    void firesForAFullDiskWhosePostgresIsDead() {
        DiskReading full = new DiskReading(DiskSource.NODE_EXPORTER, List.of(new Volume("data", 100, 100, 0)));
        Snapshots snapshot = Snapshots.healthy()
                .member(
                        "node2",
                        m -> m.postgresFails(FailureKind.REFUSED)
                                .disk(Answer.answered(full, Snapshots.NOON, Snapshots.NOON)));

        assertThat(Verdicts.holding(CapacityRules.DISK_USAGE, Severity.CRITICAL, "node2", snapshot))
                .isEqualTo(new Verdict.Holds(
                        100.0, "The data volume of node2 of greenlang-cluster is 100 % full (source: node-exporter)."));
    }

    @Test
    void saysWhenTheVolumeWillBeFull() {
        Snapshots snapshot = Snapshots.healthy().disk("node2", known(DiskSource.SQL_VIEW, 90, Duration.ofMinutes(190)));

        assertThat(Verdicts.holding(CapacityRules.DISK_USAGE, Severity.CRITICAL, "node2", snapshot))
                .isEqualTo(new Verdict.Holds(
                        90.0,
                        "The data volume of node2 of greenlang-cluster is 90 % full; full in about 3 h 10 min"
                                + " at the growth of the last hour."));
    }

    @Test
    void callsWhatIsOnlyCountedALowerBound() {
        Snapshots snapshot = Snapshots.healthy().disk("node2", known(DiskSource.SIZE, 75, null));

        assertThat(Verdicts.holding(CapacityRules.DISK_USAGE, Severity.WARNING, "node2", snapshot))
                .isEqualTo(new Verdict.Holds(
                        75.0, "The data volume of node2 of greenlang-cluster is at least 75 % full."));
    }

    private static DiskUsage known(DiskSource source, long used, @Nullable Duration fullIn) {
        Volume volume = new Volume("data", 100, used, 100 - used);
        return new DiskUsage.Known(source, Snapshots.NOON, List.of(new DiskUsage.Space(volume, fullIn)));
    }

    @Test
    void doesNotKnowTheDisksWhereAConfiguredPageFails() {
        Snapshots snapshot = Snapshots.healthy()
                .member(
                        "node2",
                        m -> m.volumes()
                                .missing(Part.DISK, FailureKind.SQL)
                                .disk(Answer.failed(FailureKind.TIMEOUT, "no answer", Snapshots.NOON)));

        assertThat(Verdicts.warning(CapacityRules.DISK_USAGE, "node2", snapshot))
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({"SQL, none", "PERMISSION, none", "TIMEOUT, unknown"})
    void saysNothingAboutDisksWhereTheViewWasNeverMade(FailureKind kind, String verdict) {
        Snapshots snapshot =
                Snapshots.healthy().member("node2", m -> m.volumes().missing(Part.DISK, kind));

        assertThat(Verdicts.warning(CapacityRules.DISK_USAGE, "node2", snapshot))
                .isEqualTo(verdict);
    }

    @Test
    void doesNotKnowTheDisksWhenTheSizesCouldNotBeRead() {
        Snapshots snapshot = Snapshots.healthy().member("node2", m -> m.postgresFails(FailureKind.REFUSED));

        assertThat(Verdicts.critical(CapacityRules.DISK_USAGE, "node2", snapshot))
                .isEqualTo("unknown");
    }
}
