package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.model.TagValue;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One member of {@link Snapshots}: well, until a test says otherwise. Mutable; every change returns this. */
public final class TestMember {
    private static final String SYSTEM_IDENTIFIER = "7432198765432109876";
    public static final Lsn POSITION = Lsn.parse("4/2000A0F8");

    private final String name;
    private final boolean leads;
    private boolean listed = true;
    private Lsn position = POSITION;
    private @Nullable Instant started;
    private int serverVersion = 150_020;
    private MemberRole listedRole;
    private NodeRole role;
    private PostgresState state = PostgresState.RUNNING;
    private @Nullable PostgresState replicationState;
    private String patroniVersion = "4.1.4";
    private Set<PatroniStatus.Flag> flags = Set.of();
    private List<PatroniStatus.PendingSetting> pendingSettings = List.of();
    private Tags tags = Tags.NONE;
    private @Nullable Duration dcsAge = Duration.ofSeconds(3);
    private @Nullable Integer patroniTimeline = 4;
    private @Nullable FailureKind patroniFailure;
    private @Nullable Duration clockAhead = Duration.ZERO;

    private @Nullable Integer sqlTimeline = 4;
    private @Nullable WalReceiver receiver;
    private List<WalSender> senders = List.of();
    private int clientBackends = 12;
    private int maxConnections = 100;
    private List<PostgresFacts.Slot> slots = List.of();
    private @Nullable Activity activity = new Activity(
            null, null, new Activity.Blocked(0, null, List.of()), new Activity.Prepared(0, null), Map.of());
    private boolean archives;
    private boolean privileges = true;
    private boolean sqlAsked = true;
    private @Nullable FailureKind postgresFailure;
    private Duration postgresFailureAge = Duration.ZERO;

    private List<PostgresSizes.Volume> volumes = List.of(new PostgresSizes.Volume("data", 1000, 400, 600));
    private @Nullable Integer archiveReadyFiles = 0;
    private @Nullable Duration archiveOldestReady;
    private @Nullable Housekeeping housekeeping = new Housekeeping(
            new Housekeeping.FreezeAge("greenlang", 50_000_000),
            new Housekeeping.FreezeAge("postgres", 1_000),
            new Housekeeping.Checkpoints(100, 5, 60_000, 300, 4_000),
            new Housekeeping.Checksums(0, null),
            List.of());
    private Map<PostgresSizes.Part, Failure> missing = Map.of();
    private @Nullable FailureKind sizesFailure;
    private TimescaleFacts timescale = TimescaleSamples.NONE;
    private @Nullable FailureKind timescaleFailure;
    private Answer<DiskReading> disk = Answer.notAsked();

    private TestMember(String name, boolean leads) {
        this.name = name;
        this.leads = leads;
        this.role = leads ? NodeRole.PRIMARY : NodeRole.REPLICA;
        this.listedRole = leads ? MemberRole.LEADER : MemberRole.REPLICA;
        this.archives = leads;
    }

    static TestMember leader(String name) {
        return new TestMember(name, true).senders("async", "async");
    }

    static TestMember replica(String name) {
        return new TestMember(name, false).receiver("streaming").replicationState("streaming");
    }

    /** Neither Patroni nor PostgreSQL answers. */
    public TestMember unreadable(FailureKind kind) {
        return patroniFails(kind).postgresFails(kind);
    }

    /** @param ofOurs how far its host's clock is; null when it does not tell */
    public TestMember clockAhead(@Nullable Duration ofOurs) {
        clockAhead = ofOurs;
        return this;
    }

    public TestMember patroniFails(FailureKind kind) {
        patroniFailure = kind;
        return this;
    }

    public TestMember postgresFails(FailureKind kind) {
        postgresFailure = kind;
        sizesFailure = kind;
        timescaleFailure = kind;
        return this;
    }

    /** Refused when it was asked last, and not asked since. */
    public TestMember postgresRefused(Duration ago) {
        postgresFailureAge = ago;
        return postgresFails(FailureKind.AUTH);
    }

    public TestMember pendingSettings(PatroniStatus.PendingSetting... all) {
        pendingSettings = List.of(all);
        return this;
    }

    public TestMember slots(PostgresFacts.Slot... all) {
        slots = List.of(all);
        return this;
    }

    public TestMember activity(Activity happening) {
        activity = happening;
        return this;
    }

    /** @param read null when it could not be read */
    public TestMember housekeeping(@Nullable Housekeeping read) {
        housekeeping = read;
        return this;
    }

    public TestMember archiveOldestReady(Duration ago) {
        archiveOldestReady = ago;
        return this;
    }

    public TestMember sqlOff() {
        sqlAsked = false;
        return this;
    }

    public TestMember vanished() {
        listed = false;
        return this;
    }

    public TestMember listedAs(MemberRole inDcs) {
        listedRole = inDcs;
        return this;
    }

    public TestMember role(NodeRole own) {
        role = own;
        return this;
    }

    public TestMember state(String text) {
        state = new PostgresState(text);
        return this;
    }

    public TestMember replicationState(@Nullable String text) {
        replicationState = text == null ? null : new PostgresState(text);
        return this;
    }

    public TestMember patroniVersion(String version) {
        patroniVersion = version;
        return this;
    }

    public TestMember flags(PatroniStatus.Flag... set) {
        flags = Set.of(set);
        return this;
    }

    public TestMember tag(String key, String value) {
        tags = new Tags(Map.of(key, TagValue.text(value)));
        return this;
    }

    /** @param age null for a Patroni that does not tell */
    public TestMember dcsAge(@Nullable Duration age) {
        dcsAge = age;
        return this;
    }

    public TestMember timeline(@Nullable Integer bySql, @Nullable Integer byPatroni) {
        sqlTimeline = bySql;
        patroniTimeline = byPatroni;
        return this;
    }

    /** @param status null when the role may not see it */
    public TestMember receiver(@Nullable String status) {
        receiver = new WalReceiver(status, "10.0.0.1", 5432, 4, Snapshots.NOON);
        return this;
    }

    public TestMember receives(WalReceiver seen) {
        receiver = seen;
        return this;
    }

    public TestMember receivesFrom(String member) {
        return receives(new WalReceiver("streaming", member, 5432, 4, Snapshots.NOON));
    }

    public TestMember noReceiver() {
        receiver = null;
        return this;
    }

    /** One standby for each; a null one is hidden from the role. */
    public TestMember senders(String... syncStates) {
        List<WalSender> all = new ArrayList<>();
        for (String syncState : syncStates) {
            all.add(new WalSender(
                    "node" + (all.size() + 2), "10.0.0.9", "streaming", syncState, POSITION, POSITION, null));
        }
        senders = List.copyOf(all);
        return this;
    }

    /** Streams to these standbys, and to nobody else. */
    public TestMember sendsTo(String... standbys) {
        senders = Arrays.stream(standbys)
                .map(standby -> new WalSender(standby, "10.0.0.9", "streaming", "async", POSITION, POSITION, null))
                .toList();
        return this;
    }

    /** How far its WAL goes, or how far it has replayed. */
    public TestMember position(Lsn reached) {
        position = reached;
        return this;
    }

    public TestMember connections(int used, int of) {
        clientBackends = used;
        maxConnections = of;
        return this;
    }

    public TestMember archives(boolean enabled) {
        archives = enabled;
        return this;
    }

    public TestMember withoutPrivileges() {
        privileges = false;
        return this;
    }

    public TestMember volumes(PostgresSizes.Volume... all) {
        volumes = List.of(all);
        return this;
    }

    public TestMember archiveReadyFiles(@Nullable Integer count) {
        archiveReadyFiles = count;
        return this;
    }

    public TestMember missing(PostgresSizes.Part part, FailureKind kind) {
        return missing(part, new Failure(kind, "not readable"));
    }

    public TestMember missing(PostgresSizes.Part part, Failure failure) {
        missing = Map.of(part, failure);
        return this;
    }

    public TestMember timescale(TimescaleFacts facts) {
        timescale = facts;
        return this;
    }

    public TestMember timescaleFails(FailureKind kind) {
        timescaleFailure = kind;
        return this;
    }

    /** What a page of disk metrics says. */
    public TestMember disk(Answer<DiskReading> page) {
        disk = page;
        return this;
    }

    ListedMember listed() {
        return new ListedMember(name, listedRole, state, address(), sqlTimeline, ClusterView.Lag.UNKNOWN, tags);
    }

    boolean isListed() {
        return listed;
    }

    MemberObservation build(Instant now) {
        Instant first = now.minus(Duration.ofDays(1));
        Instant last = listed ? now : now.minusSeconds(60);
        return new MemberObservation(
                name,
                new MemberObservation.Presence(address(), listed, first, last),
                answer(true, patroniFailure, now),
                answer(status(now), patroniFailure, now),
                sqlAsked
                        ? answer(
                                facts(now),
                                postgresFailure,
                                now.minus(postgresFailure == null ? Duration.ZERO : postgresFailureAge))
                        : Answer.notAsked(),
                sqlAsked ? answer(sizes(now), sizesFailure, now) : Answer.notAsked(),
                Answer.notAsked(),
                sqlAsked ? answer(timescale, timescaleFailure, now) : Answer.notAsked(),
                disk);
    }

    /** By default a day before every picture. */
    public TestMember started(Instant when) {
        started = when;
        return this;
    }

    public TestMember serverVersion(int number) {
        serverVersion = number;
        return this;
    }

    private Instant startedBefore(Instant now) {
        return started == null ? now.minus(Duration.ofDays(1)) : started;
    }

    private static <T> Answer<T> answer(T content, @Nullable FailureKind failure, Instant now) {
        return failure == null
                ? Answer.answered(content, now.minusMillis(100), now)
                : Answer.failed(failure, "10.0.0.9 gave no answer", now);
    }

    private MemberAddress address() {
        return new MemberAddress("http://" + name + ":8008", name, 5432);
    }

    private PatroniStatus status(Instant now) {
        return new PatroniStatus(
                new PatroniStatus.Identity(
                        Snapshots.CLUSTER, name, PatroniVersion.parse(patroniVersion), SYSTEM_IDENTIFIER),
                state,
                role,
                flags,
                tags,
                dcsAge == null ? null : now.minus(dcsAge),
                new PatroniStatus.Postgres(
                        serverVersion,
                        startedBefore(now),
                        patroniTimeline,
                        leads ? position : null,
                        leads ? null : position,
                        leads ? null : position,
                        null,
                        replicationState),
                pendingSettings,
                clockAhead == null ? null : new ClockOffset(clockAhead));
    }

    private PostgresFacts facts(Instant now) {
        return new PostgresFacts(
                new PostgresFacts.Server(serverVersion, SYSTEM_IDENTIFIER, null, startedBefore(now), privileges, null),
                new PostgresFacts.Wal(
                        !leads,
                        sqlTimeline,
                        leads ? position : null,
                        leads ? null : position,
                        leads ? null : position,
                        null,
                        false),
                new PostgresFacts.Replication(senders, receiver, slots),
                new PostgresFacts.Connections(clientBackends, Map.of("idle", 10), maxConnections, 3),
                activity,
                new PostgresFacts.Archiver(archives, 100, 0, now, null),
                new PostgresFacts.Databases(List.of(), 0));
    }

    private PostgresSizes sizes(Instant now) {
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
