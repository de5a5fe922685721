package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.BackupInfo.Absent;
import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Refused;
import io.greenlang.patroni.monitor.model.BackupInfo.Stanza;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one snapshot of what every member's pgBackRest says. They mostly share a repository, and where one is not
 * configured, or has a repository of its own, another one knows better; so the best answer counts. One per cluster, one
 * thread at a time: it remembers who has told of backups before, because pgBackRest says the same ({@code []}) where it was
 * never set up and where its repository is gone.
 */
final class BackupWatch {
    private static final Comparator<Backups.Known> BEST = Comparator.comparing(
                    (Backups.Known known) -> known.usableRepositories() > 0)
            .thenComparing(known -> newestStop(known.newest().stream()))
            .thenComparing(Backups.Known::readAt)
            .thenComparing(Backups.Known::member, Comparator.reverseOrder());

    private static final String UNREADABLE = "[invalid]";

    private final Set<String> tellers = new HashSet<>();
    private final Set<String> stanzas = new HashSet<>();

    /** For the snapshot. */
    record Kept(Set<String> tellers, Set<String> stanzas) {}

    Kept keep() {
        return new Kept(Set.copyOf(tellers), Set.copyOf(stanzas));
    }

    void restore(Kept kept) {
        tellers.addAll(kept.tellers());
        stanzas.addAll(kept.stanzas());
    }

    Backups look(Observation seen) {
        tellers.retainAll(seen.members().stream().map(MemberObservation::name).collect(Collectors.toSet()));
        List<Account> told = seen.members().stream()
                .flatMap(member -> account(member, seen).stream())
                .toList();
        for (Account one : told) {
            tellers.add(one.member().name());
            stanzas.add(one.known().stanza());
        }
        return told.stream()
                .map(Account::known)
                .max(BEST)
                .<Backups>map(best -> withLocksOf(best, seen))
                .orElseGet(() -> withoutAnyStanza(seen));
    }

    /** What one member knows of this cluster's backups. */
    private record Account(MemberObservation member, Backups.Known known) {}

    private Optional<Account> account(MemberObservation member, Observation seen) {
        if (!(member.backups() instanceof Answer.Answered<BackupInfo> answer)) {
            return Optional.empty();
        }
        Set<String> system = systemIdentifiers(seen);
        return ownStanza(
                        answer.content().stanzas(),
                        system,
                        answer.content().archiving().stanza())
                .map(stanza -> new Account(
                        member,
                        new Backups.Known(
                                member.name(),
                                answer.received(),
                                stanza.name(),
                                stanza.status(),
                                stanza.repositories(),
                                stanza.backupsOf(system),
                                stanza.locked())));
    }

    /**
     * Which stanza is this cluster's: repositories are shared. The system identifier tells, where the stanza's data could be
     * read; a stanza without data has only its name.
     *
     * @param system identifiers of this cluster; two while it is divided
     * @param archiveStanza where its WAL is sent, when that is known
     * @return empty when all belong to others
     */
    private Optional<Stanza> ownStanza(List<Stanza> listed, Set<String> system, @Nullable String archiveStanza) {
        return listed.stream()
                .filter(stanza -> stanza.isOf(system))
                .max(Comparator.comparing((Stanza stanza) -> stanza.name().equals(archiveStanza))
                        .thenComparing(stanza -> newestStop(stanza.backupsOf(system).stream())))
                .or(() -> listed.stream()
                        .filter(stanza -> stanza.databases().isEmpty())
                        .filter(stanza -> listed.size() == 1
                                || stanza.name().equals(archiveStanza)
                                || stanzas.contains(stanza.name())
                                || stanza.name().equals(UNREADABLE))
                        .findFirst());
    }

    private static Set<String> systemIdentifiers(Observation seen) {
        return seen.members().stream()
                .flatMap(member -> Stream.concat(
                        member.postgres().value().stream()
                                .map(facts -> facts.server().systemIdentifier()),
                        member.patroni().value().stream()
                                .flatMap(status ->
                                        Stream.ofNullable(status.identity().systemIdentifier()))))
                .collect(Collectors.toSet());
    }

    /** The lock is a file on the host where the backup runs, which need not be the one with the best answer. */
    private static Backups.Known withLocksOf(Backups.Known best, Observation seen) {
        boolean running = seen.members().stream()
                .flatMap(member -> member.backups().value().stream())
                .flatMap(info -> info.stanzas().stream())
                .anyMatch(stanza -> stanza.locked() && stanza.name().equals(best.stanza()));
        return new Backups.Known(
                best.member(),
                best.readAt(),
                best.stanza(),
                best.status(),
                best.repositories(),
                best.completed(),
                running);
    }

    private Backups withoutAnyStanza(Observation seen) {
        Optional<Backups> broken = seen.members().stream()
                .filter(this::shouldKnow)
                .flatMap(member -> member.backups().value().stream().map(info -> broken(member.name(), info)))
                .findFirst();
        if (broken.isPresent()) {
            return broken.get();
        }
        return reasons(seen, BackupWatch::silence)
                .<Backups>map(Backups.Unseen::new)
                .or(() -> reasons(seen, BackupWatch::absence).map(Backups.NotSetUp::new))
                .orElseGet(() -> new Backups.Unseen("no member's PostgreSQL is asked"));
    }

    /** It has told of this cluster's backups before, or sends its WAL there. */
    private boolean shouldKnow(MemberObservation member) {
        return tellers.contains(member.name())
                || member.backups()
                        .value()
                        .filter(info -> info.archiving().toPgBackRest())
                        .isPresent();
    }

    private static Backups broken(String member, BackupInfo info) {
        if (info.reply() instanceof Refused refused) {
            return new Backups.Broken("pgBackRest of " + member + " fails: " + refused.failure(), false);
        }
        if (info.reply() instanceof Absent absent) {
            return new Backups.Broken("pgBackRest of " + member + " is gone: " + absent.reason(), false);
        }
        return new Backups.Broken("pgBackRest of " + member + " knows no backup of this cluster", true);
    }

    private static Optional<String> reasons(Observation seen, Function<MemberObservation, Optional<String>> reason) {
        Map<String, List<String>> members = new LinkedHashMap<>();
        seen.members()
                .forEach(member -> reason.apply(member)
                        .ifPresent(text -> members.computeIfAbsent(text, same -> new ArrayList<>())
                                .add(member.name())));
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(members.entrySet().stream()
                        .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
                        .collect(Collectors.joining("; ")));
    }

    /** Why a member that may know could not tell. */
    private static Optional<String> silence(MemberObservation member) {
        return member.backups()
                .fold(
                        answered -> answered.content().reply() instanceof Refused refused
                                ? Optional.of(refused.failure().toString())
                                : Optional.empty(),
                        failure -> Optional.of(failure.toString()),
                        () -> member.postgres().isAnswered()
                                ? Optional.of("pgBackRest has not answered yet")
                                : Optional.empty());
    }

    private static Optional<String> absence(MemberObservation member) {
        return member.backups()
                .value()
                .map(info -> info.reply() instanceof Absent absent
                        ? absent.reason()
                        : "pgBackRest knows no backup of this cluster");
    }

    private static Instant newestStop(Stream<Backup> backups) {
        return backups.map(Backup::stopped).max(Comparator.naturalOrder()).orElse(Instant.MIN);
    }
}
