package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.timestamp;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CLUSTER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CONFIGURED;

import io.greenlang.patroni.monitor.config.Thresholds.BackupAges;
import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Repository;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's backups, under pgbackrest_exporter's names: once for the cluster, not once for each member that sees the
 * same repository.
 */
final class BackupMetrics {
    private static final Subject<Backups> BACKUPS =
            CLUSTER.within(snapshot -> Stream.of(snapshot.facts().backups()));
    private static final Subject<Backups.Known> KNOWN = BACKUPS.within(backups -> backups.known().stream());
    private static final Subject<Backups.Known> STANZA = KNOWN.each("stanza", Stream::of, Backups.Known::stanza);
    private static final Subject<Repository> REPOSITORY = STANZA.each(
            "repo_key", known -> known.repositories().stream(), repository -> Integer.toString(repository.key()));
    private static final Subject<LastBackup> LAST =
            CLUSTER.each(List.of("stanza", "repo_key", "backup_type"), LastBackup::allOf, LastBackup::labels);
    private static final Subject<MaxAge> MAX_AGE = CONFIGURED.each("backup_type", MaxAge::allOf, MaxAge::type);

    private BackupMetrics() {}

    /** Where it is known how old the backups are. */
    private record MaxAge(String type, Duration age) {
        static Stream<MaxAge> allOf(ClusterReport report) {
            BackupAges ages = report.config().thresholds().backupAges();
            return report.snapshot().stream()
                    .flatMap(snapshot -> snapshot.facts().backups().known().stream())
                    .flatMap(known -> Stream.of(
                            new MaxAge(LastBackup.FULL, ages.full()), new MaxAge(LastBackup.ANY, ages.any())));
        }
    }

    static List<Metric> all() {
        return Stream.of(state(), last(), judged()).flatMap(List::stream).toList();
    }

    private static List<Metric> state() {
        return List.of(
                gauge(
                        "pgbackrest_stanza_status",
                        "Status code of the cluster's stanza: 0 ok, 4 different across repositories; pgBackRest's code.",
                        STANZA,
                        known -> known.status().code()),
                gauge(
                        "pgbackrest_stanza_backup_lock_status",
                        "1 if pgBackRest backs up, expires or changes the stanza on some member, else 0.",
                        STANZA,
                        known -> flag(known.running())),
                gauge(
                        "pgbackrest_repo_status",
                        "Status code of the stanza in one repository: 0 ok, 2 no valid backups, 99 other.",
                        REPOSITORY,
                        repository -> repository.status().code()));
    }

    private static List<Metric> last() {
        return List.of(
                gauge(
                        "pgbackrest_backup_since_last_completion_seconds",
                        "Age of the newest backup in seconds: full; diff: differential or full; incr: of any type.",
                        LAST,
                        last -> seconds(last.age())),
                gauge(
                        "pgbackrest_backup_last_duration_seconds",
                        "How long that backup took, in seconds.",
                        LAST,
                        last -> seconds(last.backup().duration())),
                gauge(
                        "pgbackrest_backup_last_size_bytes",
                        "Uncompressed size of the database in that backup, in bytes.",
                        LAST,
                        last -> last.backup().sizeBytes()),
                gauge(
                        "pgbackrest_backup_last_error_status",
                        "1 if that backup holds pages whose checksum is wrong, else 0; absent before pgBackRest 2.36.",
                        LAST,
                        BackupMetrics::error));
    }

    private static List<Metric> judged() {
        return List.of(
                gauge(
                        "patroni_cluster_backup_max_age_seconds",
                        "The age that the newest backup may have by the configuration, in seconds; incr: of any type.",
                        MAX_AGE,
                        most -> seconds(most.age())),
                gauge(
                        "patroni_cluster_backup_problems",
                        "Number of problems that pgBackRest reports with the backups; absent where pgBackRest is not set up, or not asked.",
                        BACKUPS,
                        BackupMetrics::problems),
                gauge(
                        "patroni_cluster_backup_missing",
                        "1 if there is no backup to restore the cluster from and none is being made, else 0.",
                        BACKUPS,
                        backups -> flag(backups.missing())),
                timestamp(
                        "patroni_monitor_backups_timestamp_seconds",
                        "When pgBackRest was last asked with success, in seconds since 1970.",
                        KNOWN,
                        known -> known.readAt()));
    }

    private static @Nullable Integer error(LastBackup last) {
        Boolean errors = last.backup().pageErrors();
        return errors == null ? null : flag(errors);
    }

    private static @Nullable Integer problems(Backups backups) {
        boolean tells = backups.known().isPresent() || !backups.problems().isEmpty();
        return tells ? Integer.valueOf(backups.problems().size()) : null;
    }

    /**
     * The newest backup of one repository by type, as pgbackrest_exporter counts: a differential one may be replaced by a full
     * one, an incremental one by any.
     *
     * @param age when the snapshot was made, by the monitor's clock
     */
    private record LastBackup(String stanza, int repository, String type, Backup backup, Duration age) {
        static final String FULL = "full";
        static final String ANY = "incr";

        private static final String DIFFERENTIAL = "diff";

        static Stream<LastBackup> allOf(ClusterSnapshot snapshot) {
            return snapshot.facts().backups().known().stream()
                    .flatMap(known -> known.repositories().stream()
                            .flatMap(repository -> Stream.of(FULL, DIFFERENTIAL, ANY)
                                    .flatMap(type -> newest(snapshot, known, repository.key(), type))));
        }

        private static Stream<LastBackup> newest(
                ClusterSnapshot snapshot, Backups.Known known, int repository, String type) {
            Predicate<Backup> replaces = backup -> backup.origin().repository() == repository
                    && (type.equals(ANY) || backup.isFull() || backup.type().equals(type));
            return known.newest(replaces).stream()
                    .map(backup ->
                            new LastBackup(known.stanza(), repository, type, backup, snapshot.ageOf(backup.stopped())));
        }

        List<String> labels() {
            return List.of(stanza, Integer.toString(repository), type);
        }
    }
}
