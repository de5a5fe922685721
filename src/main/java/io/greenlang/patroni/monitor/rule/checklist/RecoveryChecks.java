package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Outcome.fail;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.notSetUp;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.pass;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.unknown;

import io.greenlang.patroni.monitor.config.ChecklistConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Backups.Known;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts.Archiver;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether there is something to go back to: a backup, and the WAL that is archived since. */
record RecoveryChecks(ClusterSnapshot snapshot, ChecklistConfig limits) {

    /** Maintenance would break off a backup that runs. */
    Outcome completedBackupAndNoneRuns() {
        return backup(true);
    }

    /** A new backup may be a part of the maintenance. */
    Outcome completedBackup() {
        return backup(false);
    }

    private Outcome backup(boolean noneMayRun) {
        if (Words.isSqlOff(snapshot)) {
            return absent(Words.SQL_OFF);
        }
        Backups backups = snapshot.facts().backups();
        return backups.fold(
                known -> backup(known, noneMayRun),
                notSetUp -> absent(notSetUp.reason()),
                unseen -> unknown(unseen.reason()),
                broken -> fail(broken.reason()));
    }

    private Outcome absent(String reason) {
        return limits.requireBackup() ? fail(reason + ", and checklist.require-backup is on") : notSetUp(reason);
    }

    private Outcome backup(Known known, boolean noneMayRun) {
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
        return Duration.between(backup.stopped(), snapshot.at());
    }

    /**
     * Whether the leader's archiver works since maintenance began.
     *
     * @param since by the daemon's clock, as the archiver's times are
     */
    Outcome archivedSince(Instant since) {
        Optional<MemberObservation> leader =
                Optional.ofNullable(snapshot.facts().leadership().leader()).flatMap(snapshot.seen()::member);
        if (leader.isEmpty()) {
            return unknown("it can't be told who leads");
        }
        return leader.get()
                .postgres()
                .fold(
                        sql -> archived(leader.get(), sql.content().archiver(), since),
                        failure -> unknown(leader.get().name() + ": " + failure),
                        () -> notSetUp(Words.SQL_OFF));
    }

    private Outcome archived(MemberObservation leader, Archiver archiver, Instant since) {
        if (!archiver.enabled()) {
            return notSetUp("archive_mode is off");
        }
        Instant failed = archiver.lastFailed();
        Instant archived = archiver.lastArchived();
        if (failed != null && failed.isAfter(since) && (archived == null || archived.isBefore(failed))) {
            return fail("%s failed to archive at %s, and has not succeeded since"
                    .formatted(leader.name(), snapshot.wall().shows(failed)));
        }
        if (archived != null && archived.isAfter(since)) {
            return pass(
                    "%s archived at %s".formatted(leader.name(), snapshot.wall().shows(archived)));
        }
        return nothingArchived(leader);
    }

    /** Nothing was archived since: no fault where there was nothing to archive. */
    private static Outcome nothingArchived(MemberObservation leader) {
        Answer<PostgresSizes> sizes = leader.sizes();
        Integer ready = sizes.value().map(PostgresSizes::archiveReadyFiles).orElse(null);
        if (ready == null) {
            return unknown(leader.name() + " archived nothing since, and whether files wait can't be read");
        }
        return ready == 0
                ? notSetUp(leader.name() + " had nothing to archive since: pg_switch_wal() gives it something")
                : unknown("%s archived nothing since, and %d WAL files wait".formatted(leader.name(), ready));
    }
}
