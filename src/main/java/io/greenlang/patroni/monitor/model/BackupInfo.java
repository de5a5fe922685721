package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one member's pgBackRest said, asked through the view {@code patroni_monitor.backup}. It says the same on every
 * member that reaches the same repositories, except who holds the lock, which is a file on the host that works.
 */
public record BackupInfo(Archiving archiving, Reply reply) {

    /** The same by the daemon's clock. The clock of the host that made a backup is not known. */
    public BackupInfo correctedBy(ClockOffset wall) {
        return reply instanceof Listing listing ? new BackupInfo(archiving, listing.correctedBy(wall)) : this;
    }

    /** What pgBackRest listed; empty when it listed none, and when it could not be asked. */
    public List<Stanza> stanzas() {
        return reply instanceof Listing listing ? listing.stanzas() : List.of();
    }

    /**
     * Where this server's {@code archive_command} leads.
     *
     * @param toPgBackRest it archives now, and its command runs pgBackRest
     * @param stanza the command's {@code --stanza}; null when it names none
     */
    public record Archiving(boolean toPgBackRest, @Nullable String stanza) {}

    /** What came of {@code pgbackrest info}. */
    public sealed interface Reply permits Listing, Absent, Refused {}

    /**
     * @param stanzas empty when pgBackRest knows none, also when its repository is gone: its exit status is 0 for both
     * @param note what pgBackRest printed before it, such as a warning about its configuration; null for nothing
     */
    public record Listing(List<Stanza> stanzas, @Nullable String note) implements Reply {
        public Listing {
            stanzas = List.copyOf(stanzas);
        }

        private Listing correctedBy(ClockOffset wall) {
            return new Listing(
                    stanzas.stream().map(stanza -> stanza.correctedBy(wall)).toList(), note);
        }

        /** Without a note. */
        public Listing(List<Stanza> stanzas) {
            this(stanzas, null);
        }
    }

    /**
     * There is nothing to ask.
     *
     * @param reason for people: no view, or no pgBackRest
     */
    public record Absent(String reason) implements Reply {}

    /** pgBackRest, or the way to it, failed. */
    public record Refused(Failure failure) implements Reply {}

    /**
     * The backups of one PostgreSQL, in all repositories.
     *
     * @param name {@code [invalid]} when not even the names could be read
     * @param locked a backup, or an {@code expire} or {@code stanza-…}, runs on this host
     */
    public record Stanza(
            String name,
            Status status,
            List<Repository> repositories,
            List<Database> databases,
            List<Backup> backups,
            boolean locked) {
        public Stanza {
            repositories = List.copyOf(repositories);
            databases = List.copyOf(databases);
            backups = List.copyOf(backups);
        }

        private Stanza correctedBy(ClockOffset wall) {
            return new Stanza(
                    name,
                    status,
                    repositories,
                    databases,
                    backups.stream().map(backup -> backup.correctedBy(wall)).toList(),
                    locked);
        }

        /** It has, or had, this system identifier. */
        public boolean isOf(Set<String> systemIdentifiers) {
            return databases.stream().anyMatch(database -> systemIdentifiers.contains(database.systemIdentifier()));
        }

        /** Those of the PostgreSQL with this system identifier: one from before a {@code pg_upgrade} restores the old one. */
        public List<Backup> backupsOf(Set<String> systemIdentifiers) {
            Set<Origin> origins = databases.stream()
                    .filter(database -> systemIdentifiers.contains(database.systemIdentifier()))
                    .map(Database::id)
                    .collect(Collectors.toSet());
            return backups.stream()
                    .filter(backup -> origins.contains(backup.origin()))
                    .toList();
        }
    }

    /**
     * @param code 0 ok, 1 missing stanza path, 2 no valid backups, 3 missing stanza data, 4 different across
     *     repositories, 5 database mismatch across repositories, 6 requested backup not found, 99 other
     * @param message for people, one line
     */
    public record Status(int code, String message) {
        public static final int OK = 0;
        public static final int NO_VALID_BACKUPS = 2;
        public static final int OTHER = 99;
    }

    /** @param key the number in its options, as {@code repo1-path} */
    public record Repository(int key, Status status) {
        public boolean isOk() {
            return status.code() == Status.OK;
        }
    }

    /**
     * One PostgreSQL that the stanza has belonged to: {@code pg_upgrade} makes another one.
     *
     * @param id counts within its repository
     * @param systemIdentifier digits beyond 2^53
     */
    public record Database(Origin id, String systemIdentifier) {}

    /** @param database the {@code id} of a {@link Database} */
    public record Origin(int repository, int database) {}

    /**
     * A completed backup.
     *
     * @param type {@code full}, {@code diff} or {@code incr}
     * @param stopped by the clock of the host that made it
     * @param pageErrors it holds pages whose checksum is wrong; null before pgBackRest 2.36
     * @param sizeBytes of the database, uncompressed
     */
    public record Backup(
            String label,
            String type,
            Origin origin,
            Instant started,
            Instant stopped,
            @Nullable Boolean pageErrors,
            long sizeBytes) {
        public static final String FULL = "full";

        private Backup correctedBy(ClockOffset wall) {
            return new Backup(label, type, origin, wall.when(started), wall.when(stopped), pageErrors, sizeBytes);
        }

        public boolean isFull() {
            return type.equals(FULL);
        }

        public Duration duration() {
            return Duration.between(started, stopped);
        }
    }
}
