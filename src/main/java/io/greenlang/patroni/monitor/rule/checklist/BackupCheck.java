package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Outcome.fail;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.notSetUp;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.pass;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.unknown;

import io.greenlang.patroni.monitor.config.ChecklistConfig;
import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Backups.Known;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether there is something to go back to. */
record BackupCheck(ClusterSnapshot picture, ChecklistConfig limits) {

    /** Maintenance would break off a backup that runs. */
    Outcome completedAndNoneRuns() {
        return outcome(true);
    }

    /** A new backup may be a part of the maintenance. */
    Outcome completed() {
        return outcome(false);
    }

    private Outcome outcome(boolean noneMayRun) {
        if (Words.isSqlOff(picture)) {
            return absent(Words.SQL_OFF);
        }
        Backups backups = picture.facts().backups();
        return backups.fold(
                known -> known(known, noneMayRun),
                notSetUp -> absent(notSetUp.reason()),
                unseen -> unknown(unseen.reason()),
                broken -> fail(broken.reason()));
    }

    private Outcome absent(String reason) {
        return limits.requireBackup() ? fail(reason + ", and checklist.require-backup is on") : notSetUp(reason);
    }

    private Outcome known(Known known, boolean noneMayRun) {
        Optional<Backup> newest = known.newest();
        List<String> wrong = new ArrayList<>(known.problems());
        if (newest.isEmpty()) {
            wrong.add("there is no completed backup");
        }
        newest.filter(backup -> age(backup).compareTo(limits.backupAge()) > 0)
                .ifPresent(backup ->
                        wrong.add("%s, allowed: %s".formatted(words(backup), Words.limit(limits.backupAge()))));
        if (noneMayRun && known.running()) {
            wrong.add("a backup runs");
        }
        return wrong.isEmpty() ? pass(newest.map(this::words).orElseThrow()) : fail(String.join("; ", wrong));
    }

    private String words(Backup backup) {
        return "%s backup %s is %s old".formatted(backup.type(), backup.label(), Figures.age(age(backup)));
    }

    private Duration age(Backup backup) {
        return Duration.between(backup.stopped(), picture.at());
    }
}
