package io.greenlang.patroni.monitor.testing;

import static io.greenlang.patroni.monitor.testing.Reports.ASKED;
import static io.greenlang.patroni.monitor.testing.Reports.AT;

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
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PostgresFacts.Archiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.Connections;
import io.greenlang.patroni.monitor.model.PostgresFacts.Counter;
import io.greenlang.patroni.monitor.model.PostgresFacts.Database;
import io.greenlang.patroni.monitor.model.PostgresFacts.Databases;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.TagValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Members of the cluster in {@link Reports}, which tell everything that can be told. */
public final class Nodes {
    private static final Instant STARTED = Instant.parse("2026-11-20T08:00:00Z");
    private static final Lsn REPLAYED = Lsn.parse("4/2000A000");
    private static final Instant REPLAYED_COMMIT = Instant.parse("2026-11-24T11:59:58.5Z");
    private static final String SYSTEM = "7345678901234567890";

    private Nodes() {}

    public static Member primary(String name) {
        return member(Member.leader(name))
                .hostClock(new ClockOffset(Duration.ofMillis(-2500)))
                .senders(List.of(
                        sender("patroni-1", "10.0.1.11", "sync", REPLAYED),
                        sender("patroni-2", "10.0.1.12", "async", Member.POSITION)))
                .slots(
                        new Slot("patroni_1", "physical", true, "reserved", 248L, 104_857_600L),
                        new Slot("patroni_2", "physical", false, "extended", 52_428_800L, 52_428_800L))
                .connections(new Connections(12, Map.of("active", 2, "idle", 9, "idle in transaction", 1), 100, 3))
                .activity(activity())
                .archiver(new Archiver(true, 42, 1, AT.minusSeconds(30), AT.minus(Duration.ofDays(2))))
                .databases(new Databases(List.of(database("greenlang", 1_000)), 2));
    }

    public static Member standby(String name) {
        return member(Member.replica(name))
                .flags(Flag.SYNC_STANDBY)
                .tag("clonefrom", new TagValue(TagValue.Kind.TRUE, "true"))
                .hostClock(ClockOffset.NONE)
                .position(REPLAYED)
                .received(Member.POSITION)
                .replayedTimestamp(REPLAYED_COMMIT)
                .lastReplayTimestamp(AT.minusSeconds(200))
                .receives(new WalReceiver("streaming", "10.0.1.10", 5432, 2, AT.minusSeconds(1)))
                .connections(new Connections(3, Map.of("active", 1, "idle", 2), 100, 3))
                .archiver(new Archiver(false, 7, 0, AT.minus(Duration.ofDays(9)), null))
                .databases(new Databases(List.of(database("greenlang", 500)), 0));
    }

    /** Listed once, answers nothing. */
    public static Member silent(String name) {
        return Member.replica(name)
                .presence(new Presence(address(name), false, STARTED, AT.minusSeconds(300)))
                .livenessAnswer(Answer.failed(FailureKind.TIMEOUT, "no answer within 2 s", AT))
                .patroni(Answer.failed(FailureKind.TIMEOUT, "no answer within 2 s", AT))
                .sqlOff()
                .postgres(Answer.failed(FailureKind.UNREACHABLE, "no route to host", AT));
    }

    private static Member member(Member plain) {
        return plain.address(address(plain.name()))
                .asked(ASKED)
                .firstSeen(STARTED)
                .started(STARTED)
                .system(SYSTEM, SYSTEM)
                .timeline(2)
                .clockAhead(null)
                .sizes(sizes())
                .backups(Answer.answered(backups(plain.name()), ASKED, AT))
                .timescale(TimescaleSamples.replicated());
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
        return new WalSender(name, address, "streaming", syncState, Member.POSITION, replayed, Duration.ofMillis(2));
    }

    /** Every column of {@code pg_stat_database}, with figures of no meaning. */
    private static Database database(String name, long from) {
        return new Database(
                name,
                Arrays.stream(Counter.values())
                        .collect(Collectors.toMap(
                                Function.identity(),
                                column -> from + column.name().length())));
    }

    private static Answer<PostgresSizes> sizes() {
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
