package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveRulesTest {
    @ParameterizedTest
    @CsvSource({"0, clear, clear", "1, holds, clear", "5, holds, clear", "6, holds, holds"})
    void countsTheFailuresOfThePrimary(long failures, String warning, String critical) {
        Snapshots snapshot = Snapshots.healthy().archiveFailures("node1", failures);

        assertThat(Verdicts.warning(ArchiveRules.FAILURES, "node1", snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(ArchiveRules.FAILURES, "node1", snapshot)).isEqualTo(critical);
    }

    @Test
    void leavesOutWhatAFormerPrimaryFailedToArchive() {
        Snapshots snapshot = Snapshots.healthy().archiveFailures("node2", 7L);

        assertThat(Verdicts.critical(ArchiveRules.FAILURES, "node2", snapshot)).isEqualTo("clear");
    }

    @Test
    void countsTheFailuresOfAStandbyThatArchivesAlways() {
        Snapshots snapshot = Snapshots.healthy()
                .archiveFailures("node2", 7L)
                .member("node2", m -> m.archives(true).archiveReadyFiles(60));

        assertThat(Verdicts.holding(ArchiveRules.FAILURES, Severity.CRITICAL, "node2", snapshot))
                .isEqualTo(
                        new Verdict.Holds(7.0, "WAL archiving on node2 of greenlang-cluster failed 7 times recently."));
        assertThat(Verdicts.warning(ArchiveRules.BACKLOG, "node2", snapshot)).isEqualTo("holds");
    }

    @Test
    void doesNotKnowFailuresThatWereNotRead() {
        assertThat(Verdicts.warning(
                        ArchiveRules.FAILURES, "node1", Snapshots.healthy().archiveFailures("node1", null)))
                .isEqualTo("unknown");
        assertThat(Verdicts.warning(
                        ArchiveRules.FAILURES,
                        "node1",
                        Snapshots.healthy().member("node1", m -> m.postgresFails(FailureKind.TIMEOUT))))
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({"50, clear, clear", "51, holds, clear", "500, holds, clear", "501, holds, holds"})
    void countsTheFilesThatWait(int ready, String warning, String critical) {
        Snapshots snapshot = Snapshots.healthy().member("node1", m -> m.archiveReadyFiles(ready));

        assertThat(Verdicts.warning(ArchiveRules.BACKLOG, "node1", snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(ArchiveRules.BACKLOG, "node1", snapshot)).isEqualTo(critical);
    }

    @Test
    void leavesOutFilesThatNobodyWillArchive() {
        Snapshots snapshot = Snapshots.healthy().member("node2", m -> m.archiveReadyFiles(900));

        assertThat(Verdicts.critical(ArchiveRules.BACKLOG, "node2", snapshot)).isEqualTo("clear");
    }

    @Test
    void doesNotKnowABacklogThatWasNotRead() {
        Snapshots refused = Snapshots.healthy()
                .member("node1", m -> m.archiveReadyFiles(null).missing(Part.ARCHIVE_STATUS, FailureKind.PERMISSION));
        Snapshots failing = Snapshots.healthy().member("node1", m -> m.postgresFails(FailureKind.TIMEOUT));

        assertThat(Verdicts.warning(ArchiveRules.BACKLOG, "node1", refused)).isEqualTo("unknown");
        assertThat(Verdicts.warning(ArchiveRules.BACKLOG, "node1", failing)).isEqualTo("unknown");
    }

    @Test
    void saysHowManyFilesWait() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node1", m -> m.archiveReadyFiles(612).archiveOldestReady(Duration.ofMinutes(42)));

        assertThat(Verdicts.holding(ArchiveRules.BACKLOG, Severity.CRITICAL, "node1", snapshot))
                .isEqualTo(new Verdict.Holds(
                        612.0,
                        "612 WAL files on node1 of greenlang-cluster wait for the archiver, the oldest for 42 min."));
    }
}
