package io.greenlang.patroni.monitor.testing;

import static io.greenlang.patroni.monitor.testing.Reports.ASKED;
import static io.greenlang.patroni.monitor.testing.Reports.AT;
import static io.greenlang.patroni.monitor.testing.Reports.CLUSTER;

import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Blocked;
import io.greenlang.patroni.monitor.model.Activity.Prepared;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.Activity.XminHolder;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.BackupInfo.Absent;
import io.greenlang.patroni.monitor.model.BackupInfo.Archiving;
import io.greenlang.patroni.monitor.model.BackupInfo.Listing;
import io.greenlang.patroni.monitor.model.BackupInfo.Stanza;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Checkpoints;
import io.greenlang.patroni.monitor.model.Housekeeping.Checksums;
import io.greenlang.patroni.monitor.model.Housekeeping.FreezeAge;
import io.greenlang.patroni.monitor.model.Housekeeping.Setting;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PatroniStatus.Identity;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.Archiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.Connections;
import io.greenlang.patroni.monitor.model.PostgresFacts.Counter;
import io.greenlang.patroni.monitor.model.PostgresFacts.Database;
import io.greenlang.patroni.monitor.model.PostgresFacts.Databases;
import io.greenlang.patroni.monitor.model.PostgresFacts.Replication;
import io.greenlang.patroni.monitor.model.PostgresFacts.Server;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import io.greenlang.patroni.monitor.model.PostgresFacts.Wal;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.model.TagValue;
import io.greenlang.patroni.monitor.model.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Members as one round of a poll sees them: Patroni 4.1.4 on PostgreSQL 15.20. */
public final class Nodes {
    private static final Instant STARTED = Instant.parse("2026-11-20T08:00:00Z");
    private static final Lsn CURRENT = Lsn.parse("4/2000A0F8");
    private static final Lsn REPLAYED = Lsn.parse("4/2000A000");
    private static final Instant REPLAYED_COMMIT = Instant.parse("2026-11-24T11:59:58.5Z");
    private static final Activity QUIET =
            new Activity(null, null, new Blocked(0, null, List.of()), new Prepared(0, null), Map.of());
    private static final String SYSTEM = "7345678901234567890";

    private Nodes() {}

    public static MemberObservation primary(String name) {
        return member(name, status(primaryStatus(name)), Answer.answered(primaryFacts(), ASKED, AT), sizes());
    }

    public static MemberObservation standby(String name) {
        return member(name, status(standbyStatus(name)), Answer.answered(standbyFacts(), ASKED, AT), sizes());
    }

    /** Listed once, answers nothing. */
    public static MemberObservation silent(String name) {
        return new MemberObservation(
                name,
                new Presence(address(name), false, STARTED, AT.minusSeconds(300)),
                Answer.failed(FailureKind.TIMEOUT, "no answer within 2 s", AT),
                Answer.failed(FailureKind.TIMEOUT, "no answer within 2 s", AT),
                Answer.failed(FailureKind.UNREACHABLE, "no route to host", AT),
                Answer.notAsked(),
                Answer.notAsked(),
                Answer.notAsked(),
                Answer.notAsked());
    }

    public static MemberObservation member(
            String name, Answer<PatroniStatus> patroni, Answer<PostgresFacts> postgres, Answer<PostgresSizes> sizes) {
        return new MemberObservation(
                name,
                new Presence(address(name), true, STARTED, AT),
                Answer.answered(true, ASKED, AT),
                patroni,
                postgres,
                sizes,
                Answer.answered(backups(name), ASKED, AT),
                TimescaleSamples.of(postgres, ASKED, AT),
                Answer.notAsked());
    }

    /** One of the members has it. */
    private static BackupInfo backups(String name) {
        Stanza stanza =
                new Stanza(BackupSamples.STANZA, new Status(Status.OK, "ok"), List.of(), List.of(), List.of(), false);
        return name.equals("patroni-0")
                ? new BackupInfo(new Archiving(true, BackupSamples.STANZA), new Listing(List.of(stanza)))
                : new BackupInfo(new Archiving(false, null), new Absent("pgBackRest is not installed"));
    }

    public static MemberAddress address(String name) {
        char last = name.isEmpty() ? '0' : name.charAt(name.length() - 1);
        String host = "10.0.1.1" + (Character.isDigit(last) ? last : '9');
        return new MemberAddress("http://" + host + ":8008", host, 5432);
    }

    public static Answer<PatroniStatus> status(PatroniStatus status) {
        return Answer.answered(status, ASKED, AT);
    }

    /** The same, with {@code watchdog.mode: required} and a watchdog that can't be used. */
    public static PatroniStatus withoutWatchdog(PatroniStatus status) {
        Set<Flag> flags = EnumSet.of(Flag.WATCHDOG_FAILED);
        flags.addAll(status.flags());
        return new PatroniStatus(
                status.identity(),
                status.state(),
                status.role(),
                flags,
                status.tags(),
                status.dcsLastSeen(),
                status.postgres(),
                status.pendingRestart());
    }

    public static PatroniStatus primaryStatus(String name) {
        return new PatroniStatus(
                identity(name, "4.1.4"),
                PostgresState.RUNNING,
                NodeRole.PRIMARY,
                Set.of(),
                Tags.NONE,
                AT.minusSeconds(3),
                new PatroniStatus.Postgres(150_020, STARTED, 2, CURRENT, null, null, null, null),
                List.of());
    }

    public static PatroniStatus standbyStatus(String name) {
        return standbyStatus(name, "4.1.4", new PostgresState("streaming"));
    }

    public static PatroniStatus standbyStatus(String name, String version, PostgresState replicationState) {
        return new PatroniStatus(
                identity(name, version),
                PostgresState.RUNNING,
                NodeRole.REPLICA,
                Set.of(Flag.SYNC_STANDBY),
                new Tags(Map.of("clonefrom", new TagValue(TagValue.Kind.TRUE, "true"))),
                AT.minusSeconds(3),
                new PatroniStatus.Postgres(
                        150_020, STARTED, 2, null, CURRENT, REPLAYED, REPLAYED_COMMIT, replicationState),
                List.of());
    }

    /** What Patroni answers while its own SQL fails. */
    public static PatroniStatus shortStatus(String name) {
        return new PatroniStatus(
                identity(name, "4.1.4"),
                new PostgresState("unknown"),
                NodeRole.PRIMARY,
                Set.of(Flag.CLUSTER_UNLOCKED),
                Tags.NONE,
                null,
                null,
                List.of());
    }

    private static Identity identity(String name, String version) {
        return new Identity(CLUSTER, name, PatroniVersion.parse(version), SYSTEM);
    }

    public static PostgresFacts primaryFacts() {
        return primaryFacts(List.of(
                sender("patroni-1", "10.0.1.11", "sync", REPLAYED),
                sender("patroni-2", "10.0.1.12", "async", CURRENT)));
    }

    public static PostgresFacts primaryFacts(List<WalSender> senders) {
        return new PostgresFacts(
                new Server(150_020, SYSTEM, null, STARTED, true, new ClockOffset(Duration.ofMillis(-2500))),
                new Wal(false, 2, CURRENT, null, null, null, false),
                new Replication(
                        senders,
                        null,
                        List.of(
                                new Slot("patroni_1", "physical", true, "reserved", 248L, 104_857_600L),
                                new Slot("patroni_2", "physical", false, "extended", 52_428_800L, 52_428_800L))),
                new Connections(12, Map.of("active", 2, "idle", 9, "idle in transaction", 1), 100, 3),
                activity(),
                new Archiver(true, 42, 1, AT.minusSeconds(30), AT.minus(Duration.ofDays(2))),
                new Databases(List.of(database("greenlang", 1_000)), 2));
    }

    private static Activity activity() {
        return new Activity(
                new Session(4711, "shop", "greenlang", "psql", Duration.ofMillis(1_500)),
                new Session(4712, "shop", "greenlang", "", Duration.ofMillis(900)),
                new Blocked(2, new Session(4713, "shop", "greenlang", "psql", Duration.ofMillis(700)), List.of(4712)),
                new Prepared(1, Duration.ofSeconds(12)),
                Map.of(XminHolder.SESSION, 17L, XminHolder.REPLICATION_SLOT, 1_000L));
    }

    private static Housekeeping housekeeping() {
        return new Housekeeping(
                new FreezeAge("greenlang", 107_224_182),
                new FreezeAge("template0", 1),
                new Checkpoints(288, 3, 77_000_000, 9_000, 123_456),
                new Checksums(1, AT.minus(Duration.ofDays(2))),
                List.of(
                        new Setting("work_mem", "4096", false, false),
                        new Setting("max_connections", "100", false, true)));
    }

    public static WalSender sender(String name, String address, String syncState, Lsn replayed) {
        return new WalSender(name, address, "streaming", syncState, CURRENT, replayed, Duration.ofMillis(2));
    }

    public static PostgresFacts standbyFacts() {
        return standbyFacts(new WalReceiver("streaming", "10.0.1.10", 5432, 2, AT.minusSeconds(1)), true);
    }

    public static PostgresFacts standbyFacts(WalReceiver receiver, boolean privileges) {
        return new PostgresFacts(
                new Server(150_020, SYSTEM, null, STARTED, privileges, ClockOffset.NONE),
                new Wal(true, 2, null, CURRENT, REPLAYED, AT.minusSeconds(200), false),
                new Replication(List.of(), receiver, List.of()),
                new Connections(3, Map.of("active", 1, "idle", 2), 100, 3),
                privileges ? QUIET : null,
                new Archiver(false, 7, 0, AT.minus(Duration.ofDays(9)), null),
                new Databases(List.of(database("greenlang", 500)), 0));
    }

    /** Every column of {@code pg_stat_database}, with figures of no meaning. */
    public static Database database(String name, long from) {
        return new Database(
                name,
                Arrays.stream(Counter.values())
                        .collect(Collectors.toMap(
                                Function.identity(),
                                column -> from + column.name().length())));
    }

    public static Answer<PostgresSizes> sizes() {
        PostgresSizes sizes = new PostgresSizes(
                Map.of("greenlang", 1_234_567_890L),
                335_544_320L,
                20,
                1,
                AT.minusSeconds(90),
                List.of(new Volume("data", 107_374_182_400L, 53_687_091_200L, 48_318_382_080L)),
                housekeeping(),
                Map.of());
        return Answer.answered(sizes, AT.minusSeconds(41), AT.minusSeconds(40));
    }
}
