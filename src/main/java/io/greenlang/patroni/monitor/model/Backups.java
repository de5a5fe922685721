package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Repository;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is known of a cluster's backups, by all members' pgBackRest together. */
public sealed interface Backups permits Backups.Known, Backups.NotSetUp, Backups.Unseen, Backups.Broken {

    /** No member has a pgBackRest that knows this cluster, and none archives to one. That is no fault. */
    record NotSetUp(String reason) implements Backups {
        @Override
        public <R> R fold(
                Function<Known, R> known,
                Function<NotSetUp, R> notSetUp,
                Function<Unseen, R> unseen,
                Function<Broken, R> broken) {
            return notSetUp.apply(this);
        }
    }

    /** Who could tell was not asked yet, or did not answer. */
    record Unseen(String reason) implements Backups {
        @Override
        public <R> R fold(
                Function<Known, R> known,
                Function<NotSetUp, R> notSetUp,
                Function<Unseen, R> unseen,
                Function<Broken, R> broken) {
            return unseen.apply(this);
        }
    }

    /**
     * It is set up, and pgBackRest fails or no longer knows this cluster.
     *
     * @param gone it answered, and there is nothing to restore from
     */
    record Broken(String reason, boolean gone) implements Backups {
        @Override
        public <R> R fold(
                Function<Known, R> known,
                Function<NotSetUp, R> notSetUp,
                Function<Unseen, R> unseen,
                Function<Broken, R> broken) {
            return broken.apply(this);
        }
    }

    /**
     * The best answer among the members'.
     *
     * @param member who gave it
     * @param readAt when; pgBackRest is asked every few minutes only
     * @param stanza its name
     * @param status of the stanza as a whole
     * @param repositories all of the stanza, whatever state they are in
     * @param completed the backups of this very PostgreSQL, newest first; a running or failed one is not in it
     * @param running some member's pgBackRest works on the stanza; one that runs on another host is not seen
     */
    record Known(
            String member,
            Instant readAt,
            String stanza,
            Status status,
            List<Repository> repositories,
            List<Backup> completed,
            boolean running)
            implements Backups {
        public Known {
            repositories = List.copyOf(repositories);
            completed = completed.stream()
                    .sorted(Comparator.comparing(Backup::stopped).reversed())
                    .toList();
        }

        /** Of any type, in any repository. */
        public Optional<Backup> newest() {
            return newest(backup -> true);
        }

        public Optional<Backup> newestFull() {
            return newest(Backup::isFull);
        }

        /** The newest that fits, in any repository. */
        public Optional<Backup> newest(Predicate<Backup> fits) {
            return completed.stream().filter(fits).findFirst();
        }

        /** The newest full backup of that repository which has the oldest one: each should stand for itself. */
        public Optional<Backup> mostOverdueFull() {
            return repositories.stream()
                    .flatMap(repository ->
                            newest(backup -> backup.isFull() && backup.origin().repository() == repository.key())
                                    .stream())
                    .min(Comparator.comparing(Backup::stopped));
        }

        /** Repositories that are well and hold a backup of this cluster. */
        public int usableRepositories() {
            return (int) repositories.stream()
                    .filter(Repository::isOk)
                    .filter(repository -> completed.stream()
                            .anyMatch(backup -> backup.origin().repository() == repository.key()))
                    .count();
        }

        /** Some repository could not be looked into. */
        public boolean isPartlyUnseen() {
            return repositories.stream()
                    .anyMatch(repository -> repository.status().code() == Status.OTHER);
        }

        /** Nothing to restore from; not before the first backup has ended, and not while some repository is unseen. */
        @Override
        public Certainty missing() {
            if (usableRepositories() > 0 || running) {
                return Certainty.NO;
            }
            return isPartlyUnseen() ? Certainty.UNKNOWN : Certainty.YES;
        }

        /** One sentence for each thing that is wrong; empty when all is well. */
        @Override
        public List<String> problems() {
            List<String> problems = new ArrayList<>();
            repositories.stream()
                    .filter(this::isBad)
                    .map(repository -> "repository %d of stanza %s: %s"
                            .formatted(
                                    repository.key(),
                                    stanza,
                                    repository.status().message()))
                    .forEach(problems::add);
            Stream.concat(newest().stream(), newestFull().stream())
                    .distinct()
                    .filter(backup -> Boolean.TRUE.equals(backup.pageErrors()))
                    .map(backup -> "backup %s holds pages whose checksum is wrong".formatted(backup.label()))
                    .forEach(problems::add);
            return List.copyOf(problems);
        }

        /** The first backup of a new repository may take hours. */
        private boolean isBad(Repository repository) {
            boolean firstBackupRuns = running && repository.status().code() == Status.NO_VALID_BACKUPS;
            return !repository.isOk() && !firstBackupRuns;
        }

        @Override
        public <R> R fold(
                Function<Known, R> known,
                Function<NotSetUp, R> notSetUp,
                Function<Unseen, R> unseen,
                Function<Broken, R> broken) {
            return known.apply(this);
        }
    }

    /** The one way to tell the four cases apart. */
    <R> R fold(
            Function<Known, R> known,
            Function<NotSetUp, R> notSetUp,
            Function<Unseen, R> unseen,
            Function<Broken, R> broken);

    default Optional<Known> known() {
        return fold(Optional::of, none -> Optional.empty(), none -> Optional.empty(), none -> Optional.empty());
    }

    /** Whether there is nothing to restore the cluster from, and no backup being made. */
    default Certainty missing() {
        return fold(
                Known::missing,
                notSetUp -> Certainty.UNKNOWN,
                unseen -> Certainty.UNKNOWN,
                broken -> broken.gone() ? Certainty.YES : Certainty.UNKNOWN);
    }

    /** One sentence for each thing that is wrong; none while nothing can be said. */
    default List<String> problems() {
        return fold(Known::problems, notSetUp -> List.of(), unseen -> List.of(), broken -> List.of(broken.reason()));
    }

    /** Why nothing is known, for people; empty when it is. */
    default Optional<String> unknownBecause() {
        return fold(
                known -> Optional.empty(),
                notSetUp -> Optional.of(notSetUp.reason()),
                unseen -> Optional.of(unseen.reason()),
                broken -> Optional.of(broken.reason()));
    }
}
