package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What pgBackRest lists, and what it complains about. */
final class BackupChange implements Change {
    private static final String NEWEST = "backup";
    private static final String PROBLEM = "backup_problem";

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.BACKUP_FINISHED, EventType.BACKUP_FAILED);
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        Backups backups = now.snapshot().facts().backups();
        List<Event> events = new ArrayList<>();
        backups.known().ifPresent(known -> events.addAll(finished(memory, now, known)));
        failed(memory, now, backups).ifPresent(events::add);
        return events;
    }

    private static List<Event> finished(EventMemory memory, Sight now, Backups.Known known) {
        Instant until = memory.dated(NEWEST).map(EventMemory.Dated::at).orElse(null);
        known.newest()
                .filter(newest -> until == null || newest.stopped().isAfter(until))
                .ifPresent(newest ->
                        memory.put(NEWEST, new EventMemory.Dated(newest.label(), newest.stopped()).toString()));
        if (until == null) {
            if (known.completed().isEmpty() && !known.isPartlyUnseen()) {
                memory.put(NEWEST, new EventMemory.Dated("", now.at()).toString());
            }
            return List.of();
        }
        return known.completed().stream()
                .filter(backup -> backup.stopped().isAfter(until))
                .sorted(Comparator.comparing(Backup::stopped))
                .map(backup -> finished(now, known, backup))
                .toList();
    }

    private static Event finished(Sight now, Backups.Known known, Backup backup) {
        return now.event(
                backup.stopped(),
                EventType.BACKUP_FINISHED,
                null,
                "Backup %s (%s, %s) finished after %s in stanza %s"
                        .formatted(
                                backup.label(),
                                backup.type(),
                                Figures.bytes(backup.sizeBytes()),
                                Figures.time(backup.duration()),
                                known.stanza()),
                new Data()
                        .with("label", backup.label())
                        .with("type", backup.type())
                        .with("stanza", known.stanza())
                        .with("repository", backup.origin().repository())
                        .with("size_bytes", backup.sizeBytes())
                        .seconds("duration_seconds", backup.duration()));
    }

    private static Optional<Event> failed(EventMemory memory, Sight now, Backups backups) {
        List<String> problems = backups.problems();
        Certainty failing = problems.isEmpty()
                ? backups.known().map(known -> Certainty.NO).orElse(Certainty.UNKNOWN)
                : Certainty.YES;
        return memory.turn(PROBLEM, failing, now.at(), Duration.ZERO)
                .filter(EventMemory::isYes)
                .map(turn -> now.event(
                        EventType.BACKUP_FAILED,
                        null,
                        "pgBackRest reports " + (problems.size() == 1 ? "a problem: " : problems.size() + " problems: ")
                                + String.join("; ", problems),
                        new Data().with("problems", problems)));
    }
}
