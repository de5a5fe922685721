package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.correlate.DiskWatch;
import io.greenlang.patroni.monitor.correlate.UnreadSources;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.Unfenced;
import io.greenlang.patroni.monitor.model.Visibility;
import io.greenlang.patroni.monitor.model.Visibility.Unread;
import io.greenlang.patroni.monitor.model.Visibility.UnreadSeed;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pictures to judge: a healthy cluster {@code greenlang-cluster} with the leader node1 and the replicas node2 and node3,
 * and whatever a test breaks of it. Mutable; every change returns this.
 */
public final class Snapshots {
    public static final String CLUSTER = "greenlang-cluster";
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static final ClusterConfig DEFAULTS = Configs.cluster(
            CLUSTER, "seeds = [\"http://127.0.0.1:8008\"], postgres.enabled = false");

    private final Map<String, Member> members = new TreeMap<>();
    private final Map<String, ReplicationLag> lag = new HashMap<>();
    private final Map<String, Diagnosis> diagnoses = new HashMap<>();
    private final Map<String, Long> recentArchiveFailures = new HashMap<>();
    private final Map<String, DiskUsage> disks = new HashMap<>();
    private final List<String> splitBrain = new ArrayList<>();
    private final List<Unfenced> unfenced = new ArrayList<>();
    private ClockOffset wall = ClockOffset.NONE;
    private Instant at = NOON;
    private int expectedMembers = 3;
    private boolean paused;
    private @Nullable Instant scheduledSwitchover;
    private DcsState dcs = DcsState.NOT_READ;
    private @Nullable String lockDispute;
    private boolean dcsReadable = true;
    private SynchronousMode synchronousMode = DynamicConfig.DEFAULTS.synchronousMode();
    private @Nullable String leader = "node1";
    private Certainty hasLeader = Certainty.YES;
    private Set<String> writable = Set.of("node1");
    private @Nullable Integer timeline = 4;
    private boolean blind;
    private boolean standbyCluster;
    private List<FailoverCandidate> candidates =
            List.of(new FailoverCandidate("node2", null), new FailoverCandidate("node3", null));
    private int failovers24h;
    private @Nullable Integer timelineIncrements24h = 0;
    private @Nullable LeaderChange lastFailover;
    private Availability availability = Availability.NONE;
    private @Nullable Long walBytesPerSecond;
    private Duration unreadFor = Duration.ZERO;
    private final List<UnreadSeed> unreadSeeds = new ArrayList<>();
    private final List<Function<Instant, ClientRoute>> routes = new ArrayList<>();
    private @Nullable String formerLeader;
    private @Nullable Instant lockFreeSince;
    private FailoverForecast forecast = FailoverForecast.NONE;
    private Function<Instant, Backups> backups = BackupSamples::daily;
    private SortedMap<String, String> settings = new TreeMap<>();
    private final List<Function<Instant, Certificate>> certificates = new ArrayList<>();
    private List<LeaderChange> changes = List.of();
    private List<TimelineHistory.Entry> history = List.of(ended(1), ended(2), ended(3));

    private Snapshots() {}

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
        backups = now -> new Backups.Unseen("node1: timeout: 10.0.0.9 gave no answer");
        return leader(null, Certainty.UNKNOWN).writable().leaderTimeline(null).dcsUnreadable();
    }

    public Snapshots diagnosis(String member, Diagnosis diagnosis) {
        diagnoses.put(member, diagnosis);
        return this;
    }

    public Snapshots lag(String member, ReplicationLag value) {
        lag.put(member, value);
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

    /** @param words as the correlation would say it */
    public Snapshots lockDispute(String words) {
        lockDispute = words;
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

    public Snapshots leader(@Nullable String member, Certainty works) {
        leader = member;
        hasLeader = works;
        return this;
    }

    public Snapshots writable(String... names) {
        writable = Set.of(names);
        return this;
    }

    public Snapshots leaderTimeline(@Nullable Integer number) {
        timeline = number;
        return this;
    }

    public Snapshots splitBrain(String evidence) {
        splitBrain.add(evidence);
        return this;
    }

    /** Writes beside the leader, in a split brain. */
    public Snapshots unfenced(String member, Unfenced.Cause cause, String because) {
        unfenced.add(new Unfenced(member, cause, because));
        return this;
    }

    public Snapshots candidates(FailoverCandidate... all) {
        candidates = List.of(all);
        return this;
    }

    public Snapshots failovers(int last24h) {
        failovers24h = last24h;
        return this;
    }

    /** An hour ago. */
    public Snapshots lastFailover(String from, String to) {
        lastFailover = new LeaderChange(at.minus(Duration.ofHours(1)), 4, from, to, null, Certainty.UNKNOWN);
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
        settings = new TreeMap<>(all);
        return this;
    }

    /** Those of the last day, the last of which is the newest that is known. */
    public Snapshots changes(LeaderChange... all) {
        changes = List.of(all);
        lastFailover = all[all.length - 1];
        return this;
    }

    public Snapshots withoutHistory() {
        timelineIncrements24h = null;
        return this;
    }

    /** @param count null when the archiver's statistics were not read */
    public Snapshots archiveFailures(String member, @Nullable Long count) {
        if (count == null) {
            recentArchiveFailures.remove(member);
        } else {
            recentArchiveFailures.put(member, count);
        }
        return this;
    }

    /** What is unread has been so for some time. */
    public Snapshots unreadFor(Duration lasting) {
        unreadFor = lasting;
        return this;
    }

    public Snapshots unreadSeed(String seed, FailureKind kind) {
        unreadSeeds.add(new UnreadSeed(URI.create(seed), new Failure(kind, "no usable answer"), at));
        return this;
    }

    public Snapshots formerLeader(String doubt) {
        formerLeader = doubt;
        return this;
    }

    public Snapshots forecast(FailoverForecast foretold) {
        forecast = foretold;
        return this;
    }

    /** Adds an endpoint of applications that answers. */
    public Snapshots route(Kind kind, Destination destination, @Nullable String member, String detail) {
        routes.add(now -> Routes.to(kind, destination, member, detail, now));
        return this;
    }

    /** Adds an endpoint of applications that fails. */
    public Snapshots routeFails(Kind kind, FailureKind reason) {
        routes.add(now -> Routes.failing(kind, reason, now));
        return this;
    }

    public Snapshots lockFreeSince(Instant since) {
        lockFreeSince = since;
        return this;
    }

    /** Since the cluster was first watched. */
    public Snapshots availability(Availability total) {
        availability = total;
        return this;
    }

    public Snapshots walBytesPerSecond(long rate) {
        walBytesPerSecond = rate;
        return this;
    }

    /** @param seenAt what is known of backups at the time of the picture */
    public Snapshots backups(Function<Instant, Backups> seenAt) {
        backups = seenAt;
        return this;
    }

    /**
     * A certificate that is shown.
     *
     * @param member null for one of no member
     * @param left from the time of the picture on; negative for one that has expired
     */
    public Snapshots certificate(Certificate.Use use, @Nullable String member, Duration left) {
        return certificate(use, member, left, false);
    }

    /** @param ofIssuer it is an authority above it that ends then */
    public Snapshots certificate(Certificate.Use use, @Nullable String member, Duration left, boolean ofIssuer) {
        certificates.add(now -> new Certificate(use, member, now.plus(left), ofIssuer));
        return this;
    }

    /** Instead of what the member's own answers make of it. */
    public Snapshots disk(String member, DiskUsage usage) {
        disks.put(member, usage);
        return this;
    }

    public ClusterSnapshot build() {
        List<MemberObservation> seen =
                members.values().stream().map(member -> member.seen(at)).toList();
        Map<String, Diagnosis> everyDiagnosis = new HashMap<>();
        members.keySet().forEach(name -> everyDiagnosis.put(name, diagnoses.getOrDefault(name, Diagnosis.OK)));
        Observation observation = new Observation(
                CLUSTER,
                at.minusMillis(200),
                at,
                wall,
                seen,
                dcs(),
                List.of(),
                0,
                certificates.stream().map(shown -> shown.apply(at)).toList(),
                List.of());
        Map<String, DiskUsage> everyDisk = new HashMap<>(new DiskWatch().look(observation, null));
        everyDisk.putAll(disks);
        ClusterFacts facts = new ClusterFacts(
                new Leadership(leader, hasLeader, writable, division(seen, everyDiagnosis), timeline, blind),
                lag,
                everyDiagnosis,
                candidates,
                new LeaderRecord(
                        changes, failovers24h, timelineIncrements24h, lastFailover, availability, availability),
                recentArchiveFailures,
                backups.apply(at),
                walBytesPerSecond,
                List.of(),
                everyDisk,
                new Visibility(unread(observation), unreadSeeds, formerLeader),
                lockFreeSince,
                forecast,
                lockDispute,
                routes.stream().map(route -> route.apply(at)).toList());
        return new ClusterSnapshot(observation, facts, expectedMembers);
    }

    private List<Unread> unread(Observation observation) {
        return new UnreadSources()
                .look(observation).stream()
                        .map(one -> new Unread(
                                one.member(),
                                one.source(),
                                one.failure(),
                                one.since().minus(unreadFor),
                                one.known()))
                        .toList();
    }

    private Division division(List<MemberObservation> seen, Map<String, Diagnosis> everyDiagnosis) {
        if (!splitBrain.isEmpty()) {
            return Division.proven(splitBrain, unfenced);
        }
        String unread = seen.stream()
                .filter(member -> !member.isReadable())
                .map(MemberObservation::name)
                .filter(name -> everyDiagnosis.get(name) != Diagnosis.POSTGRES_DOWN
                        && everyDiagnosis.get(name) != Diagnosis.PROCESSES_DOWN)
                .collect(Collectors.joining(", "));
        return unread.isEmpty() ? Division.NONE : Division.unknown("may still accept writes: " + unread);
    }

    private Observation.DcsAnswers dcs() {
        DynamicConfig defaults = DynamicConfig.DEFAULTS;
        DynamicConfig config = new DynamicConfig(
                defaults.timing(), defaults.maximumLagOnFailoverBytes(), synchronousMode, false, standbyCluster);
        ClusterView view = new ClusterView(
                CLUSTER,
                members.values().stream()
                        .filter(Member::isListed)
                        .map(Member::listed)
                        .toList(),
                paused,
                scheduledSwitchover == null
                        ? null
                        : new ClusterView.ScheduledSwitchover(scheduledSwitchover, "node1", "node2"));
        return new Observation.DcsAnswers(
                dcsReadable
                        ? Answer.answered(view, at.minusMillis(100), at)
                        : Answer.failed(FailureKind.EMPTY_REPLY, "node1 closed without a byte", at),
                "node1",
                List.of(),
                Answer.answered(new TimelineHistory(history), at, at),
                Answer.answered(config.withSettings(settings), at, at),
                dcs);
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
