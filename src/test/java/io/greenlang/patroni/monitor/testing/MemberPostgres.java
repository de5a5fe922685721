package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a member's PostgreSQL answers to SQL. */
abstract class MemberPostgres<M extends MemberPostgres<M>> extends MemberPatroni<M> {
    public static final Activity QUIET = new Activity(
            null, null, new Activity.Blocked(0, null, List.of()), new Activity.Prepared(0, null), Map.of());

    private String systemBySql = SYSTEM_IDENTIFIER;
    private @Nullable String clusterName;
    private boolean privileges = true;
    private @Nullable ClockOffset hostClock;
    private @Nullable Integer timelineBySql = 4;
    private @Nullable Instant lastReplayTimestamp;
    private @Nullable WalReceiver receiver;
    private final List<WalSender> senders = new ArrayList<>();
    private List<PostgresFacts.Slot> slots = List.of();
    private PostgresFacts.Connections connections = new PostgresFacts.Connections(12, Map.of("idle", 10), 100, 3);
    private @Nullable Activity activity = QUIET;
    private boolean archives = primary;
    private PostgresFacts.@Nullable Archiver archiver;
    private PostgresFacts.Databases databases = new PostgresFacts.Databases(List.of(), 0);

    private List<PostgresSizes.Volume> volumes = List.of(new PostgresSizes.Volume("data", 1000, 400, 600));
    private @Nullable Integer archiveReadyFiles = 0;
    private @Nullable Duration archiveOldestReady;
    private @Nullable Housekeeping housekeeping = housekeeping(List.of());
    private Map<PostgresSizes.Part, Failure> missing = Map.of();

    MemberPostgres(String name, boolean primary) {
        super(name, primary);
    }

    private static Housekeeping housekeeping(List<Housekeeping.Setting> settings) {
        return new Housekeeping(
                new Housekeeping.FreezeAge("greenlang", 50_000_000),
                new Housekeeping.FreezeAge("postgres", 1_000),
                new Housekeeping.Checkpoints(100, 5, 60_000, 300, 4_000),
                new Housekeeping.Checksums(0, null),
                settings);
    }

    public M system(@Nullable String byPatroni, String bySql) {
        systemByPatroni = byPatroni;
        systemBySql = bySql;
        return self();
    }

    /** PostgreSQL's {@code cluster_name}. */
    public M clusterName(String called) {
        clusterName = called;
        return self();
    }

    public M timeline(@Nullable Integer both) {
        return timeline(both, both);
    }

    public M timeline(@Nullable Integer bySql, @Nullable Integer byPatroni) {
        timelineBySql = bySql;
        timelineByPatroni = byPatroni;
        return self();
    }

    @Nullable Integer timelineBySql() {
        return timelineBySql;
    }

    public M withoutPrivileges() {
        privileges = false;
        return activity(null);
    }

    /** What SQL tells of its host's clock. */
    public M hostClock(ClockOffset offset) {
        hostClock = offset;
        return self();
    }

    public M lastReplayTimestamp(Instant committed) {
        lastReplayTimestamp = committed;
        return self();
    }

    /** @param status null when the role may not see it */
    public M receiver(@Nullable String status) {
        return receives(new WalReceiver(status, "10.0.0.1", 5432, 4, Snapshots.NOON));
    }

    public M receivesFrom(String member) {
        return receives(new WalReceiver("streaming", member, 5432, 4, Snapshots.NOON));
    }

    /** Streams, and got a message last at that moment. */
    public M heard(@Nullable Instant lastMessage) {
        return receives(new WalReceiver("streaming", "10.0.0.99", 5432, timelineBySql, lastMessage));
    }

    public M noReceiver() {
        return receives(null);
    }

    public M receives(@Nullable WalReceiver seen) {
        receiver = seen;
        return self();
    }

    /** One standby for each; a null one is hidden from the role. */
    public M senders(String... syncStates) {
        senders.clear();
        for (String syncState : syncStates) {
            sends("node" + (senders.size() + 2), syncState, POSITION, null, POSITION, null);
        }
        return self();
    }

    /** Streams to these standbys, and to nobody else. */
    public M sendsTo(String... standbys) {
        senders.clear();
        for (String standby : standbys) {
            sends(standby, "async", POSITION, null, POSITION, null);
        }
        return self();
    }

    public M sends(String standby, @Nullable Duration replayLag) {
        return sends(standby, "async", null, null, null, replayLag);
    }

    /** @param syncState as in {@code pg_stat_replication} */
    public M sends(String standby, String syncState, long sent, long flushed) {
        return sends(standby, syncState, new Lsn(sent), new Lsn(flushed), new Lsn(flushed), Duration.ZERO);
    }

    private M sends(
            String standby,
            String syncState,
            @Nullable Lsn sent,
            @Nullable Lsn flushed,
            @Nullable Lsn replayed,
            @Nullable Duration replayLag) {
        senders.add(new WalSender(standby, "10.0.0.9", "streaming", syncState, sent, flushed, replayed, replayLag));
        return self();
    }

    public M senders(List<WalSender> all) {
        senders.clear();
        senders.addAll(all);
        return self();
    }

    public M slots(PostgresFacts.Slot... all) {
        slots = List.of(all);
        return self();
    }

    public M connections(int used, int of) {
        return connections(new PostgresFacts.Connections(used, Map.of("idle", 10), of, 3));
    }

    public M connections(PostgresFacts.Connections all) {
        connections = all;
        return self();
    }

    /** @param happening null when the role may not see it */
    public M activity(@Nullable Activity happening) {
        activity = happening;
        return self();
    }

    public M archives(boolean enabled) {
        archives = enabled;
        return self();
    }

    public M archiveFailures(long count, @Nullable Instant last) {
        return archiver(new PostgresFacts.Archiver(archives, 100, count, null, last));
    }

    public M archiver(PostgresFacts.Archiver statistics) {
        archiver = statistics;
        return self();
    }

    public M databases(PostgresFacts.Databases all) {
        databases = all;
        return self();
    }

    public M volumes(PostgresSizes.Volume... all) {
        volumes = List.of(all);
        return self();
    }

    public M archiveReadyFiles(@Nullable Integer count) {
        archiveReadyFiles = count;
        return self();
    }

    public M archiveOldestReady(Duration ago) {
        archiveOldestReady = ago;
        return self();
    }

    /** @param read null when it could not be read */
    public M housekeeping(@Nullable Housekeeping read) {
        housekeeping = read;
        return self();
    }

    /** What somebody has set, by name; everything else has its default. */
    public M settings(Map<String, String> values) {
        return housekeeping(housekeeping(values.entrySet().stream()
                .map(set -> new Housekeeping.Setting(set.getKey(), set.getValue(), false, false))
                .toList()));
    }

    public M missing(PostgresSizes.Part part, FailureKind kind) {
        return missing(part, new Failure(kind, "not readable"));
    }

    public M missing(PostgresSizes.Part part, Failure failure) {
        missing = Map.of(part, failure);
        return self();
    }

    /** Its quick facts of that moment. */
    public PostgresFacts facts(Instant now) {
        return new PostgresFacts(
                new PostgresFacts.Server(
                        serverVersion, systemBySql, clusterName, startedBefore(now), privileges, hostClock),
                new PostgresFacts.Wal(
                        !primary,
                        timelineBySql,
                        primary ? position : null,
                        primary ? null : received,
                        primary ? null : position,
                        lastReplayTimestamp,
                        false),
                new PostgresFacts.Replication(senders, receiver, slots),
                connections,
                activity,
                archiver == null ? new PostgresFacts.Archiver(archives, 100, 0, now, null) : archiver,
                databases);
    }

    PostgresSizes sizes(Instant now) {
        return new PostgresSizes(
                Map.of("greenlang", 1_000_000L),
                16_777_216L,
                1,
                archiveReadyFiles,
                archiveOldestReady == null ? null : now.minus(archiveOldestReady),
                volumes,
                housekeeping,
                missing);
    }
}
