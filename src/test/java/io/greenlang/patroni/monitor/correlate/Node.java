package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A made-up member: a healthy primary or standby whose sources both answer, until told otherwise. */
final class Node {
    final String name;
    private final boolean primary;
    private Integer timeline;
    private Lsn lsn;
    private Lsn received;
    private NodeRole role;
    private String state = "running";
    private String calledByPatroni;
    private String host;
    private Instant firstSeen = Round.START;
    private boolean shortShape;
    private String patroniSystem = "7100";
    private String sqlSystem = "7100";
    private String clusterName = "demo";
    private Instant started = Round.START;
    private Instant dcsLastSeen;
    private Instant asked;
    private Instant answered;
    private FailureKind patroniFailure;
    private FailureKind sqlFailure;
    private boolean patroniAsked = true;
    private boolean sqlAsked = true;
    private Boolean alive = true;
    private WalReceiver receiver;
    private String replicationState;
    private final List<WalSender> senders = new ArrayList<>();
    private final Set<PatroniStatus.Flag> flags = EnumSet.noneOf(PatroniStatus.Flag.class);
    private final Map<String, TagValue> tags = new HashMap<>();
    private long archiveFailures;
    private Instant lastArchiveFailure;
    private Answer<BackupInfo> backups = Answer.notAsked();
    private Answer<PostgresSizes> sizes = Answer.notAsked();
    private Answer<DiskReading> disk = Answer.notAsked();

    private Node(String name, boolean primary, int timeline, long lsn) {
        this.name = name;
        this.calledByPatroni = name;
        this.host = name;
        this.primary = primary;
        this.timeline = timeline;
        this.lsn = new Lsn(lsn);
        this.received = this.lsn;
        this.role = primary ? NodeRole.PRIMARY : NodeRole.REPLICA;
    }

    static Node primary(String name, int timeline, long written) {
        return new Node(name, true, timeline, written);
    }

    static Node standby(String name, int timeline, long replayed) {
        Node node = new Node(name, false, timeline, replayed);
        node.receiver = new WalReceiver("streaming", "10.0.0.99", 5432, timeline, null);
        node.replicationState = "streaming";
        return node;
    }

    /** Nothing on its host answers. */
    static Node gone(String name) {
        return standby(name, 1, 0).failing(FailureKind.TIMEOUT);
    }

    Node backups(Answer<BackupInfo> told) {
        backups = told;
        return this;
    }

    Node sizes(Answer<PostgresSizes> told) {
        sizes = told;
        return this;
    }

    Node disk(Answer<DiskReading> told) {
        disk = told;
        return this;
    }

    Node asked(Instant when) {
        asked = when;
        return this;
    }

    Node answered(Instant when) {
        answered = when;
        return this;
    }

    Node failing(FailureKind both) {
        alive = null;
        return patroniFails(both).sqlFails(both);
    }

    Node patroniFails(FailureKind kind) {
        patroniFailure = kind;
        return this;
    }

    Node sqlFails(FailureKind kind) {
        sqlFailure = kind;
        return this;
    }

    Node patroniNotAsked() {
        patroniAsked = false;
        return this;
    }

    Node sqlNotAsked() {
        sqlAsked = false;
        return this;
    }

    /** @param answer null when it does not answer */
    Node liveness(Boolean answer) {
        alive = answer;
        return this;
    }

    /** Patroni's short shape: its SQL failed or was not tried. */
    Node says(NodeRole newRole, String newState) {
        shortShape = true;
        return role(newRole).state(newState);
    }

    Node role(NodeRole newRole) {
        role = newRole;
        return this;
    }

    Node state(String newState) {
        state = newState;
        return this;
    }

    Node timeline(Integer newTimeline) {
        timeline = newTimeline;
        return this;
    }

    Node withoutPosition() {
        lsn = null;
        received = null;
        return this;
    }

    Node received(long position) {
        received = new Lsn(position);
        return this;
    }

    Node receiver(WalReceiver newReceiver) {
        receiver = newReceiver;
        return this;
    }

    Node replicationState(String newState) {
        replicationState = newState;
        return this;
    }

    Node heard(Instant lastMessage) {
        return receiver(new WalReceiver("streaming", "10.0.0.99", 5432, timeline, lastMessage));
    }

    Node sends(String standby, Duration replayLag) {
        senders.add(new WalSender(standby, "10.0.0.9", "streaming", "async", null, null, replayLag));
        return this;
    }

    /** @param syncState as in {@code pg_stat_replication} */
    Node sends(String standby, String syncState, long sent, long flushed) {
        senders.add(new WalSender(
                standby,
                "10.0.0.9",
                "streaming",
                syncState,
                new Lsn(sent),
                new Lsn(flushed),
                new Lsn(flushed),
                Duration.ZERO));
        return this;
    }

    /** What somebody has set, by name; everything else has its default. */
    Node settings(Map<String, String> values) {
        Housekeeping housekeeping = new Housekeeping(
                new Housekeeping.FreezeAge("shop", 1),
                new Housekeeping.FreezeAge("shop", 1),
                new Housekeeping.Checkpoints(1, 2, 3, 4, 5),
                null,
                values.entrySet().stream()
                        .map(set -> new Housekeeping.Setting(set.getKey(), set.getValue(), false, false))
                        .toList());
        return sizes(Answer.answered(
                new PostgresSizes(Map.of(), null, null, null, null, List.of(), housekeeping, Map.of()),
                Round.START,
                Round.START));
    }

    Node flag(PatroniStatus.Flag flag) {
        flags.add(flag);
        return this;
    }

    Node tag(String tag, String value) {
        tags.put(tag, TagValue.text(value));
        return this;
    }

    Node system(String byPatroni, String bySql) {
        patroniSystem = byPatroni;
        sqlSystem = bySql;
        return this;
    }

    /** PostgreSQL's {@code cluster_name}. */
    Node clusterName(String name) {
        clusterName = name;
        return this;
    }

    Node started(Instant postmaster) {
        started = postmaster;
        return this;
    }

    Node dcsLastSeen(Instant when) {
        dcsLastSeen = when;
        return this;
    }

    Node archiveFailures(long count, Instant last) {
        archiveFailures = count;
        lastArchiveFailure = last;
        return this;
    }

    /** Its address is the other member's, which answers there. */
    Node isReally(String other) {
        host = other;
        calledByPatroni = calledByPatroni == null ? null : other;
        return this;
    }

    /** What its Patroni says that it is called. */
    Node calls(String other) {
        calledByPatroni = other;
        return this;
    }

    /** As Patroni before 3.2.0. */
    Node unnamed() {
        return calls(null);
    }

    Node firstSeen(Instant when) {
        firstSeen = when;
        return this;
    }

    MemberAddress address() {
        return new MemberAddress("http://" + host + ":8008", host, 5432);
    }

    MemberObservation seen(Instant round) {
        Instant from = asked != null ? asked : round;
        Instant to = answered != null ? answered : round;
        return new MemberObservation(
                name,
                new MemberObservation.Presence(address(), true, firstSeen, round),
                alive == null ? Answer.failed(FailureKind.TIMEOUT, "liveness", to) : Answer.answered(alive, from, to),
                answer(patroniAsked, patroniFailure, patroni(), from, to),
                answer(sqlAsked, sqlFailure, sql(), from, to),
                sizes,
                backups,
                Answer.notAsked(),
                disk);
    }

    private static <T> Answer<T> answer(boolean wasAsked, FailureKind failure, T content, Instant from, Instant to) {
        if (!wasAsked) {
            return Answer.notAsked();
        }
        return failure == null ? Answer.answered(content, from, to) : Answer.failed(failure, "made up", to);
    }

    private PatroniStatus patroni() {
        return new PatroniStatus(
                new PatroniStatus.Identity("demo", calledByPatroni, PatroniVersion.parse("4.0.7"), patroniSystem),
                new PostgresState(state),
                role,
                flags,
                new Tags(tags),
                dcsLastSeen,
                shortShape ? null : fullShape(),
                List.of());
    }

    private PatroniStatus.Postgres fullShape() {
        return new PatroniStatus.Postgres(
                150020,
                started,
                timeline,
                primary ? lsn : null,
                primary ? null : received,
                primary ? null : lsn,
                null,
                replicationState == null ? null : new PostgresState(replicationState));
    }

    private PostgresFacts sql() {
        return new PostgresFacts(
                new PostgresFacts.Server(150020, sqlSystem, clusterName, started, true, null),
                new PostgresFacts.Wal(
                        !primary,
                        timeline,
                        primary ? lsn : null,
                        primary ? null : received,
                        primary ? null : lsn,
                        null,
                        false),
                new PostgresFacts.Replication(senders, receiver, List.of()),
                new PostgresFacts.Connections(1, Map.of(), 100, 3),
                null,
                new PostgresFacts.Archiver(primary, 0, archiveFailures, null, lastArchiveFailure),
                new PostgresFacts.Databases(List.of(), 0));
    }
}
