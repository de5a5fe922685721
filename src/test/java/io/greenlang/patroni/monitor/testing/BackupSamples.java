package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Origin;
import io.greenlang.patroni.monitor.model.BackupInfo.Repository;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.model.Backups;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Backups as they may be known: of stanza {@code greenlang}, told by node1. Mutable; every change returns this. */
public final class BackupSamples {
    public static final String STANZA = "greenlang";

    private static final Duration TOOK = Duration.ofMinutes(20);
    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Instant now;
    private final List<Repository> repositories = new ArrayList<>();
    private final List<Backup> completed = new ArrayList<>();
    private String member = "node1";
    private boolean running;

    private BackupSamples(Instant now) {
        this.now = now;
    }

    public static BackupSamples at(Instant now) {
        return new BackupSamples(now);
    }

    /** All is well: a full backup three days ago, an incremental one nine hours ago. */
    public static Backups daily(Instant now) {
        return aged(now, Duration.ofDays(3), Duration.ofHours(9));
    }

    /** In one repository that is well. */
    public static Backups aged(Instant now, Duration full, Duration any) {
        return at(now).repository(1, Status.OK, "ok")
                .backup(1, Backup.FULL, full, false)
                .backup(1, "incr", any, false)
                .build();
    }

    public BackupSamples repository(int key, int code, String message) {
        repositories.add(new Repository(key, new Status(code, message)));
        return this;
    }

    /** @param ago when it was completed */
    public BackupSamples backup(int repository, String type, Duration ago, @Nullable Boolean pageErrors) {
        completed.add(backup(repository, type, now.minus(ago), pageErrors));
        return this;
    }

    public BackupSamples toldBy(String name) {
        member = name;
        return this;
    }

    public BackupSamples running() {
        running = true;
        return this;
    }

    public Backups.Known build() {
        Status status = repositories.stream()
                .map(Repository::status)
                .filter(one -> one.code() != Status.OK)
                .findFirst()
                .orElse(new Status(Status.OK, "ok"));
        return new Backups.Known(
                member, now.minus(Duration.ofMinutes(4)), STANZA, status, repositories, completed, running);
    }

    /** Of the database 1 in its repository. */
    public static Backup backup(int repository, String type, Instant stopped, @Nullable Boolean pageErrors) {
        Instant started = stopped.minus(TOOK);
        String label = LABEL.format(started) + type.toUpperCase(Locale.ROOT).charAt(0);
        return new Backup(label, type, new Origin(repository, 1), started, stopped, pageErrors, 10_000_000_000L);
    }
}
