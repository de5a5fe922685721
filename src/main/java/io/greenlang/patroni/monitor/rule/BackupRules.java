package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.config.Thresholds.BackupAges;
import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Something to restore from, and not too old. Silent where pgBackRest was never set up. */
final class BackupRules {
    private static final String AGE = "pgbackrest_backup_since_last_completion_seconds{cluster=%[1]q,backup_type=";

    private static final String LIMIT = "patroni_cluster_backup_max_age_seconds{cluster=%[1]q}";

    /** Names what is older than it may be, and by which limit; with a limit of less than 100 % that may be nothing yet. */
    private static final String TOO_OLD_WORDS = "Backups of $cluster are too old: "
            + "{{ range $i, $age := query (printf `(min by (backup_type) (" + AGE
            + "\"incr\"}) or max by (backup_type) ("
            + AGE + "\"full\"})) > on (backup_type) max by (backup_type) (" + LIMIT + ")` $labels.cluster) }}"
            + "{{ if $i }}, {{ end }}the newest{{ if eq $age.Labels.backup_type \"full\" }} full{{ end }} one is"
            + " {{ $age.Value | humanizeDuration }} old{{ with query (printf `max(patroni_cluster_backup_max_age_seconds{cluster=%q,backup_type=%q})`"
            + " $labels.cluster $age.Labels.backup_type) }} (limit {{ . | first | value | humanizeDuration }}){{ end }}"
            + "{{ else }}the age is $value of the limit{{ end }}.";

    /**
     * The newest of any type counts in whatever repository it is, a full one in each: a repository that no longer gets one
     * is one copy less. {@code incr} is pgbackrest_exporter's name for the newest of any type.
     */
    static final Rule TOO_OLD = Rule.graded(
            new Rule.Card(
                    "PatroniBackupTooOld",
                    "backup-too-old",
                    Unit.PERCENT_OF_AGE,
                    StateEffect.WHEN_FIRING,
                    "The newest backup is too old",
                    TOO_OLD_WORDS),
            """
            max by (cluster) (\
            min by (cluster, backup_type) (pgbackrest_backup_since_last_completion_seconds{backup_type="incr"}) \
            / on (cluster, backup_type) patroni_cluster_backup_max_age_seconds \
            or \
            max by (cluster, backup_type) (pgbackrest_backup_since_last_completion_seconds{backup_type="full"}) \
            / on (cluster, backup_type) patroni_cluster_backup_max_age_seconds\
            ) * 100 > $limit""",
            (snapshot, level) -> known(snapshot, level, known -> tooOld(snapshot, level, known)));

    static final Rule FAILED = Rule.of(
            new Rule.Card(
                    "PatroniBackupFailed",
                    "backup-failed",
                    Unit.COUNT,
                    StateEffect.WHEN_FIRING,
                    "pgBackRest fails or reports problems with the backups",
                    "pgBackRest fails for $cluster or reports problems with its backups (problems: $value)."),
            new Rule.Case("patroni_cluster_backup_problems > 0", BackupRules::problems),
            new Rule.Case("patroni_cluster_backup_missing == 1", BackupRules::missing)
                    .says("pgBackRest has no backup from which $cluster could be restored."));

    private static final double HUNDRED = 100;

    private BackupRules() {}

    /** How old, and how old it may be. */
    private record Age(String what, Duration age, Duration allowed) {
        static Stream<Age> of(ClusterSnapshot snapshot, String what, Optional<Backup> backup, Duration allowed) {
            return backup.stream()
                    .map(found -> new Age(what + " " + found.label(), snapshot.ageOf(found.stopped()), allowed));
        }

        double percent() {
            return HUNDRED * age.toMillis() / allowed.toMillis();
        }

        String words(String cluster) {
            return "The newest %s of %s is %s old (limit %s)."
                    .formatted(what, cluster, Spoken.of(age), Spoken.of(allowed));
        }
    }

    private static List<Finding> tooOld(ClusterSnapshot snapshot, Level level, Backups.Known known) {
        BackupAges allowed = level.thresholds().backupAges();
        return Stream.concat(
                        Age.of(snapshot, "backup", known.newest(), allowed.any()),
                        Age.of(snapshot, "full backup", known.mostOverdueFull(), allowed.full()))
                .max((one, other) -> Double.compare(one.percent(), other.percent()))
                .map(worst -> List.of(level.above(null, worst.percent(), () -> worst.words(snapshot.cluster()))))
                .orElseGet(() -> withoutBackups(level, known));
    }

    /** None at all is the other rule's; unless there may be one that could not be seen. */
    private static List<Finding> withoutBackups(Level level, Backups.Known known) {
        return known.isPartlyUnseen() ? List.of(level.unknown(null, String.join("; ", known.problems()))) : List.of();
    }

    private static List<Finding> problems(ClusterSnapshot snapshot, Level level) {
        List<String> problems = snapshot.facts().backups().problems();
        return problems.isEmpty()
                ? known(snapshot, level, known -> List.of(level.clear(null)))
                : List.of(level.holds(null, problems.size(), described(snapshot, problems)));
    }

    private static List<Finding> missing(ClusterSnapshot snapshot, Level level) {
        Backups backups = snapshot.facts().backups();
        if (backups.missing() == Certainty.YES) {
            String description = "There is no backup from which %s could be restored: %s."
                    .formatted(snapshot.cluster(), String.join("; ", backups.problems()));
            return List.of(level.holds(null, 1, description));
        }
        return known(
                snapshot,
                level,
                known -> List.of(
                        known.missing() == Certainty.NO
                                ? level.clear(null)
                                : level.unknown(null, String.join("; ", known.problems()))));
    }

    private static String described(ClusterSnapshot snapshot, List<String> problems) {
        return "Problems with the backups of %s: %s.".formatted(snapshot.cluster(), String.join("; ", problems));
    }

    private static List<Finding> known(
            ClusterSnapshot snapshot, Level level, Function<Backups.Known, List<Finding>> judge) {
        return snapshot.facts()
                .backups()
                .fold(
                        judge,
                        notSetUp -> List.of(),
                        unseen -> List.of(level.unknown(null, unseen.reason())),
                        broken -> List.of(level.unknown(null, broken.reason())));
    }
}
