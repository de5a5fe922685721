package io.greenlang.patroni.monitor.availability;

import io.greenlang.patroni.monitor.availability.Watched.BackupSight;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backups of a period, as pgBackRest told them.
 *
 * @param from the first whole day of which they are known, within the period
 * @param finished how many
 * @param failures how often pgBackRest began to fail, or to report a problem
 * @param daysWithout whole days, today left out, in which none finished
 * @param daysUnknown whole days in which none was seen to finish, and since whose end pgBackRest has not told
 */
public record BackupTally(LocalDate from, int finished, int failures, int daysWithout, int daysUnknown) {
    /** Empty while no backup has been known for a whole day: without one nobody knows whether any are made. */
    static Optional<BackupTally> of(Watched watched, List<Day> days, LocalDate today) {
        BackupSight sight = watched.backups();
        if (sight.since() == null || days.isEmpty()) {
            return Optional.empty();
        }
        LocalDate known = Ledger.dateOf(sight.since()).plusDays(1);
        LocalDate first = days.get(0).date();
        LocalDate from = known.isAfter(first) ? known : first;
        if (!from.isBefore(today)) {
            return Optional.empty();
        }
        Set<LocalDate> withOne = days.stream()
                .filter(day -> day.backupsFinished() > 0)
                .map(Day::date)
                .collect(Collectors.toCollection(HashSet::new));
        List<LocalDate> without = Stream.iterate(from, date -> date.isBefore(today), date -> date.plusDays(1))
                .filter(date -> !withOne.contains(date))
                .toList();
        int unknown = (int)
                without.stream().filter(date -> !isTold(date, sight.readAt())).count();
        return Optional.of(new BackupTally(
                from,
                days.stream().mapToInt(Day::backupsFinished).sum(),
                days.stream().mapToInt(Day::backupsFailed).sum(),
                without.size() - unknown,
                unknown));
    }

    private static boolean isTold(LocalDate date, @Nullable Instant readAt) {
        return readAt != null && !readAt.isBefore(AvailabilityReport.begin(date.plusDays(1)));
    }
}
