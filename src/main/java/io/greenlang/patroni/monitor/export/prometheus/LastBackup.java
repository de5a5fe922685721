package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The newest backup of one repository by type, as pgbackrest_exporter counts: a differential one may be replaced by a full
 * one, an incremental one by any.
 *
 * @param age when the picture was made, by the monitor's clock
 */
record LastBackup(String stanza, int repository, String type, Backup backup, Duration age) {
    static final String FULL = "full";
    static final String ANY = "incr";

    private static final String DIFFERENTIAL = "diff";

    static Stream<LastBackup> allOf(ClusterSnapshot picture) {
        return picture.facts().backups().known().stream()
                .flatMap(known -> known.repositories().stream()
                        .flatMap(repository -> Stream.of(FULL, DIFFERENTIAL, ANY)
                                .flatMap(type -> newest(picture, known, repository.key(), type))));
    }

    private static Stream<LastBackup> newest(
            ClusterSnapshot picture, Backups.Known known, int repository, String type) {
        Predicate<Backup> replaces = backup -> backup.origin().repository() == repository
                && (type.equals(ANY) || backup.isFull() || backup.type().equals(type));
        return known.newest(replaces).stream()
                .map(backup ->
                        new LastBackup(known.stanza(), repository, type, backup, picture.ageOf(backup.stopped())));
    }

    List<String> labels() {
        return List.of(stanza, Integer.toString(repository), type);
    }
}
