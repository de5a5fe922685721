package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.testing.BackupSamples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackupsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void findsTheNewestInAnyRepository() {
        Backups.Known known = twoRepositories()
                .backup(1, "full", DAY.multipliedBy(6), false)
                .backup(2, "full", DAY.multipliedBy(2), false)
                .backup(1, "incr", DAY, false)
                .build();

        assertThat(known.newest()).map(Backup::type).contains("incr");
        assertThat(known.newestFull()).map(Backup::stopped).contains(NOW.minus(DAY.multipliedBy(2)));
        assertThat(known.mostOverdueFull()).map(Backup::stopped).contains(NOW.minus(DAY.multipliedBy(6)));
        assertThat(known.usableRepositories()).isEqualTo(2);
        assertThat(known.problems()).isEmpty();
        assertThat(known.unknownBecause()).isEmpty();
    }

    @Test
    void namesWhatIsWrong() {
        Backups.Known known = BackupSamples.at(NOW)
                .repository(1, Status.OK, "ok")
                .repository(2, 1, "missing stanza path")
                .backup(1, "full", DAY.multipliedBy(3), true)
                .backup(1, "incr", DAY, null)
                .build();

        assertThat(known.problems())
                .containsExactly(
                        "repository 2 of stanza greenlang: missing stanza path",
                        "backup " + known.newestFull().orElseThrow().label() + " holds pages whose checksum is wrong");
        assertThat(known.usableRepositories()).isEqualTo(1);
    }

    @Test
    void leavesOldPageErrorsAlone() {
        assertThat(twoRepositories()
                        .backup(1, "full", DAY.multipliedBy(9), true)
                        .backup(1, "full", DAY.multipliedBy(2), false)
                        .build()
                        .problems())
                .isEmpty();
    }

    @Test
    void waitsForTheFirstBackupWhileItRuns() {
        BackupSamples empty = BackupSamples.at(NOW).repository(1, Status.NO_VALID_BACKUPS, "no valid backups");

        assertThat(empty.build().problems()).containsExactly("repository 1 of stanza greenlang: no valid backups");
        assertThat(empty.running().build().problems()).isEmpty();
    }

    @Test
    void saysWhyNothingIsKnown() {
        assertThat(new Backups.NotSetUp("no pgBackRest").unknownBecause()).contains("no pgBackRest");
        assertThat(new Backups.Unseen("silent").unknownBecause()).contains("silent");
        assertThat(new Backups.Broken("fails", false).unknownBecause()).contains("fails");
        assertThat(new Backups.Broken("fails", false).known()).isEmpty();
    }

    private static BackupSamples twoRepositories() {
        return BackupSamples.at(NOW).repository(1, Status.OK, "ok").repository(2, Status.OK, "ok");
    }
}
