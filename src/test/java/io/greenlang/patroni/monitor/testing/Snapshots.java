package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots to judge: a healthy cluster {@code greenlang-cluster} with the leader node1 and the replicas node2 and node3,
 * and whatever a test breaks of it. Mutable; every change returns this.
 */
public final class Snapshots extends SnapshotFacts<Snapshots> {
    public static final String CLUSTER = "greenlang-cluster";
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static final ClusterConfig DEFAULTS =
            Configs.cluster(CLUSTER, "seeds = [\"http://127.0.0.1:8008\"], postgres.enabled = false");

    private final Map<String, Member> members = new TreeMap<>();
    private String cluster = CLUSTER;
    private ClockOffset wall = ClockOffset.NONE;
    private int expectedMembers = 3;
    private int absentLeftOut;
    private boolean paused;
    private @Nullable Instant scheduledSwitchover;
    private DcsState dcs = DcsState.NOT_READ;
    private boolean dcsReadable = true;
    private SynchronousMode synchronousMode = DynamicConfig.DEFAULTS.synchronousMode();
    private boolean standbyCluster;
    private SortedMap<String, String> settings = new TreeMap<>();
    private Duration settingsAge = Duration.ZERO;
    private boolean configFails;
    private Duration ttl = DynamicConfig.DEFAULTS.timing().ttl();
    private boolean configExpired;
    private final List<Function<Instant, Certificate>> certificates = new ArrayList<>();
    private List<TimelineHistory.Entry> history = List.of(ended(1), ended(2), ended(3));

    private Snapshots() {}

    @Override
    Snapshots self() {
        return this;
    }

    /** Without members. */
    static Snapshots empty() {
        return new Snapshots();
    }

    public static Snapshots healthy() {
        Snapshots snapshots = new Snapshots();
        snapshots.members.put("node1", Member.leader("node1"));
        snapshots.recentArchiveFailures.put("node1", 0L);
        snapshots.replica("node2").replica("node3");
        return snapshots;
    }

    /** Adds a replica that is well. */
    public Snapshots replica(String name) {
        members.put(name, Member.replica(name));
        recentArchiveFailures.put(name, 0L);
        return lag(name, new ReplicationLag.Known(Duration.ZERO, 0, false));
    }

    /** Adds a member whose PostgreSQL accepts writes, or makes a replica one; nobody streams from it. */
    public Snapshots primary(String name) {
        members.put(name, Member.leader(name).senders());
        lag.remove(name);
        return this;
    }

    public Snapshots without(String member) {
        members.remove(member);
        lag.remove(member);
        recentArchiveFailures.remove(member);
        return this;
    }

    /** How far the wall clock is from the daemon's. */
    public Snapshots wall(ClockOffset offset) {
        wall = offset;
        return this;
    }

    public Snapshots at(Instant now) {
        at = now;
        return this;
    }

    public Snapshots member(String name, Consumer<Member> change) {
        change.accept(members.get(name));
        return this;
    }

    /** It is down, and neither Patroni nor PostgreSQL answers. */
    public Snapshots down(String member, Diagnosis diagnosis) {
        lag(member, new ReplicationLag.Unknown("it can't be read"));
        return member(member, m -> m.unreadable(FailureKind.REFUSED)).diagnosis(member, diagnosis);
    }

    /** No member could be read, and with none of them the DCS. */
    public Snapshots blind() {
        for (String member : members.keySet()) {
            member(member, m -> m.unreadable(FailureKind.TIMEOUT)).diagnosis(member, Diagnosis.NOT_READABLE);
        }
        lag.replaceAll((member, known) -> new ReplicationLag.Unknown("nothing could be read"));
        blind = true;
        return backups(now -> new Backups.Unseen("node1: timeout: 10.0.0.9 gave no answer"))
                .leader(null, Certainty.UNKNOWN)
                .writable()
                .leaderTimeline(null)
                .dcsUnreadable();
    }

    /** What the configuration calls it; its scope stays. */
    Snapshots named(String name) {
        cluster = name;
        return this;
    }

    /** How many members that left the DCS are forgotten already. */
    public Snapshots absentLeftOut(int count) {
        absentLeftOut = count;
        return this;
    }

    public Snapshots expecting(int count) {
        expectedMembers = count;
        return this;
    }

    public Snapshots paused() {
        paused = true;
        return this;
    }

    public Snapshots scheduledSwitchover(Instant due) {
        scheduledSwitchover = due;
        return this;
    }

    /** Read directly. */
    public Snapshots dcs(DcsState direct) {
        dcs = direct;
        return this;
    }

    public Snapshots dcsUnreadable() {
        dcsReadable = false;
        return this;
    }

    public Snapshots synchronousMode(boolean strict) {
        synchronousMode = new SynchronousMode(SynchronousMode.Kind.ON, strict, 1);
        return this;
    }

    public Snapshots standbyCluster() {
        standbyCluster = true;
        return this;
    }

    /** The ancestry of the leader's timeline; by default complete, and all of it long before the members' positions. */
    public Snapshots history(TimelineHistory.Entry... entries) {
        history = List.of(entries);
        return this;
    }

    /** A timeline that ended at {@code 0/N000000}. */
    public static TimelineHistory.Entry ended(int timeline) {
        return ended(timeline, new Lsn((long) timeline << 24));
    }

    public static TimelineHistory.Entry ended(int timeline, Lsn switchpoint) {
        return new TimelineHistory.Entry(timeline, switchpoint, "no recovery target specified", null, null);
    }

    /** What is set in the dynamic configuration. */
    public Snapshots settings(Map<String, String> all) {
        return settings(all, Duration.ZERO);
    }

    /** @param age since it was read */
    public Snapshots settings(Map<String, String> all, Duration age) {
        settings = new TreeMap<>(all);
        settingsAge = age;
        return this;
    }

    public Snapshots ttl(Duration set) {
        ttl = set;
        return this;
    }

    /** @param before {@code /config} could be read then, and can't be now */
    public Snapshots configUnread(boolean before) {
        configFails = true;
        configExpired = before;
        return this;
    }

    /**
     * A certificate that is shown.
     *
     * @param member null for one of no member
     * @param left from the time of the snapshot on; negative for one that has expired
     */
    public Snapshots certificate(Certificate.Use use, @Nullable String member, Duration left) {
        return certificate(use, member, left, false);
    }

    /** @param ofIssuer it is an authority above it that ends then */
    public Snapshots certificate(Certificate.Use use, @Nullable String member, Duration left, boolean ofIssuer) {
        certificates.add(now -> new Certificate(use, member, now.plus(left), ofIssuer));
        return this;
    }

    public ClusterSnapshot build() {
        return of(Round.of(at, members.values())
                .cluster(cluster)
                .started(at.minusMillis(200))
                .wall(wall)
                .absentLeftOut(absentLeftOut)
                .certificates(
                        certificates.stream().map(shown -> shown.apply(at)).toList())
                .view(
                        dcsReadable
                                ? Answer.answered(view(), at.minusMillis(100), at)
                                : Answer.failed(FailureKind.EMPTY_REPLY, "node1 closed without a byte", at))
                .viewedBy("node1")
                .history(Answer.answered(new TimelineHistory(history), at, at))
                .config(
                        configFails
                                ? Answer.failed(FailureKind.EMPTY_REPLY, "node1 closed without a byte", at)
                                : Answer.answered(dynamicConfig(), at.minus(settingsAge), at.minus(settingsAge)))
                .lastConfig(configExpired ? dynamicConfig() : null)
                .dcs(dcs)
                .seen());
    }

    /** A snapshot of that round, whatever members were added here. */
    ClusterSnapshot of(Observation seen) {
        return new ClusterSnapshot(seen, facts(seen), expectedMembers);
    }

    private DynamicConfig dynamicConfig() {
        DynamicConfig defaults = DynamicConfig.DEFAULTS;
        Timing timing =
                new Timing(ttl, defaults.timing().loopWait(), defaults.timing().retryTimeout());
        return new DynamicConfig(timing, defaults.maximumLagOnFailoverBytes(), synchronousMode, false, standbyCluster)
                .withSettings(settings);
    }

    private ClusterView view() {
        return new ClusterView(
                CLUSTER,
                members.values().stream()
                        .filter(Member::isListed)
                        .map(Member::listed)
                        .toList(),
                paused,
                scheduledSwitchover == null
                        ? null
                        : new ClusterView.ScheduledSwitchover(scheduledSwitchover, "node1", "node2"));
    }

    /** As the product's defaults have it: judged by the runbook's limits, and polled every 5 s. */
    public static ClusterConfig config() {
        return DEFAULTS;
    }

    public static ClusterConfig config(Thresholds thresholds) {
        return DEFAULTS.withThresholds(thresholds);
    }

    public static Thresholds thresholds() {
        return DEFAULTS.thresholds();
    }
}
