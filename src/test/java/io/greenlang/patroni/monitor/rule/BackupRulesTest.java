package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.testing.BackupSamples;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupRulesTest {
    /** 8 days are 691,200 s, and 26 h are 93,600 s. */
    @ParameterizedTest
    @CsvSource({
        "691200, 32400, clear, clear",
        "691201, 32400, holds, clear",
        "1382400, 32400, holds, clear",
        "1382401, 32400, holds, holds",
        "259200, 93600, clear, clear",
        "259200, 93601, holds, clear",
        "259200, 187200, holds, clear",
        "259200, 187201, holds, holds",
    })
    void comparesAgesWithWhatIsAllowed(long full, long any, String warning, String critical) {
        Snapshots snapshot =
                snapshot(now -> BackupSamples.aged(now, Duration.ofSeconds(full), Duration.ofSeconds(any)));

        assertThat(Verdicts.warning(BackupRules.TOO_OLD, null, snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(BackupRules.TOO_OLD, null, snapshot)).isEqualTo(critical);
    }

    @Test
    void saysWhichBackupIsTooOld() {
        assertThat(Verdicts.holding(
                                BackupRules.TOO_OLD,
                                Severity.WARNING,
                                null,
                                snapshot(now -> BackupSamples.aged(now, Duration.ofDays(10), Duration.ofHours(9))))
                        .description())
                .isEqualTo("The newest full backup 20261112-114000F of greenlang-cluster is 10 d old (limit 8 d).");
        assertThat(Verdicts.holding(
                        BackupRules.TOO_OLD,
                        Severity.CRITICAL,
                        null,
                        snapshot(now -> BackupSamples.aged(now, Duration.ofDays(9), Duration.ofHours(65)))))
                .isEqualTo(new Verdict.Holds(
                        250.0,
                        "The newest backup 20261119-184000I of greenlang-cluster is 2 d 17 h old (limit 1 d 2 h)."));
    }

    @Test
    void wantsAFullBackupInEachRepositoryAndAnyInOne() {
        Function<BackupSamples, Backups> first = samples -> samples.repository(1, Status.OK, "ok")
                .repository(2, Status.OK, "ok")
                .backup(1, "full", Duration.ofDays(3), false)
                .backup(1, "incr", Duration.ofHours(9), false)
                .build();
        Function<Integer, Snapshots> second = days ->
                snapshot(now -> first.apply(BackupSamples.at(now).backup(2, "full", Duration.ofDays(days), false)));

        assertThat(Verdicts.warning(BackupRules.TOO_OLD, null, second.apply(7))).isEqualTo("clear");
        assertThat(Verdicts.warning(BackupRules.TOO_OLD, null, second.apply(9))).isEqualTo("holds");
    }

    @Test
    void doesNotMindAClockThatIsAhead() {
        Snapshots snapshot = snapshot(now -> BackupSamples.daily(now.plus(Duration.ofDays(4))));

        assertThat(Verdicts.warning(BackupRules.TOO_OLD, null, snapshot)).isEqualTo("clear");
    }

    @Test
    void saysNothingOfTheAgeOfWhatIsNotThere() {
        assertThat(findings(
                        BackupRules.TOO_OLD,
                        now -> repository(now, Status.NO_VALID_BACKUPS).build()))
                .isEmpty();
        assertThat(findings(BackupRules.TOO_OLD, BackupRulesTest::neverSetUp)).isEmpty();
        assertThat(Verdicts.warning(
                        BackupRules.TOO_OLD,
                        null,
                        snapshot(now -> repository(now, Status.OTHER).build())))
                .isEqualTo("unknown");
        assertThat(Verdicts.warning(BackupRules.TOO_OLD, null, snapshot(BackupRulesTest::unseen)))
                .isEqualTo("unknown");
        assertThat(Verdicts.warning(BackupRules.TOO_OLD, null, snapshot(BackupRulesTest::gone)))
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({"0, clear, clear", "1, holds, holds", "2, holds, holds", "3, holds, holds", "99, holds, unknown"})
    void looksAtTheStatusOfTheOnlyRepository(int code, String warning, String critical) {
        Function<Instant, Backups> backups = now ->
                code == 0 ? BackupSamples.daily(now) : repository(now, code).build();

        assertThat(Verdicts.warning(BackupRules.FAILED, null, snapshot(backups)))
                .isEqualTo(warning);
        assertThat(Verdicts.critical(BackupRules.FAILED, null, snapshot(backups)))
                .isEqualTo(critical);
    }

    @Test
    void onlyWarnsWhileAnotherRepositoryIsWell() {
        Snapshots snapshot = snapshot(now -> repository(now, 1)
                .repository(2, Status.OK, "ok")
                .backup(2, "full", Duration.ofDays(1), true)
                .build());

        assertThat(Verdicts.holding(BackupRules.FAILED, Severity.WARNING, null, snapshot))
                .isEqualTo(new Verdict.Holds(
                        2.0,
                        "Problems with the backups of greenlang-cluster: repository 1 of stanza greenlang: so it says;"
                                + " backup 20261121-114000F holds pages whose checksum is wrong."));
        assertThat(Verdicts.critical(BackupRules.FAILED, null, snapshot)).isEqualTo("clear");
    }

    @Test
    void waitsForTheFirstBackup() {
        Snapshots snapshot = snapshot(
                now -> repository(now, Status.NO_VALID_BACKUPS).running().build());

        assertThat(Verdicts.warning(BackupRules.FAILED, null, snapshot)).isEqualTo("clear");
        assertThat(Verdicts.critical(BackupRules.FAILED, null, snapshot)).isEqualTo("clear");
    }

    @Test
    void holdsWhereItIsSetUpAndTellsOfNothing() {
        assertThat(Verdicts.holding(BackupRules.FAILED, Severity.CRITICAL, null, snapshot(BackupRulesTest::gone)))
                .isEqualTo(new Verdict.Holds(
                        1.0,
                        "There is no backup from which greenlang-cluster could be restored: node1 knows no backup."));
        assertThat(Verdicts.warning(BackupRules.FAILED, null, snapshot(BackupRulesTest::gone)))
                .isEqualTo("holds");
        assertThat(Verdicts.warning(BackupRules.FAILED, null, snapshot(BackupRulesTest::failing)))
                .isEqualTo("holds");
        assertThat(Verdicts.critical(BackupRules.FAILED, null, snapshot(BackupRulesTest::failing)))
                .isEqualTo("unknown");
    }

    @Test
    void isSilentWhereItWasNeverSetUp() {
        assertThat(findings(BackupRules.FAILED, BackupRulesTest::neverSetUp)).isEmpty();
        assertThat(Verdicts.warning(BackupRules.FAILED, null, snapshot(BackupRulesTest::unseen)))
                .isEqualTo("unknown");
        assertThat(Verdicts.critical(BackupRules.FAILED, null, snapshot(BackupRulesTest::unseen)))
                .isEqualTo("unknown");
    }

    private static Backups neverSetUp(Instant now) {
        return new Backups.NotSetUp("no pgBackRest");
    }

    private static Backups unseen(Instant now) {
        return new Backups.Unseen("node1: timeout: no answer");
    }

    private static Backups gone(Instant now) {
        return new Backups.Broken("node1 knows no backup", true);
    }

    private static Backups failing(Instant now) {
        return new Backups.Broken("node1's fails", false);
    }

    private static BackupSamples repository(Instant now, int code) {
        return BackupSamples.at(now).repository(1, code, "so it says");
    }

    private static Snapshots snapshot(Function<Instant, Backups> backups) {
        return Snapshots.healthy().backups(backups);
    }

    private static List<Finding> findings(Rule rule, Function<Instant, Backups> backups) {
        return rule.evaluate(snapshot(backups).build(), Snapshots.thresholds());
    }
}
