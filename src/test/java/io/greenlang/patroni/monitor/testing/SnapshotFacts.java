package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.correlate.DiskWatch;
import io.greenlang.patroni.monitor.correlate.UnreadSources;
import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterFacts.DifferingSetting;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.ReplicationLag;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a snapshot concludes from its round: that of a healthy cluster, and whatever a test breaks of it. */
abstract class SnapshotFacts<S extends SnapshotFacts<S>> {
    Instant at = Snapshots.NOON;
    final Map<String, ReplicationLag> lag = new HashMap<>();
    final Map<String, Long> recentArchiveFailures = new HashMap<>();
    boolean blind;
    private final Map<String, Diagnosis> diagnoses = new HashMap<>();
    private final Map<String, DiskUsage> disks = new HashMap<>();
    private final List<String> splitBrain = new ArrayList<>();
    private final List<Unfenced> unfenced = new ArrayList<>();
    private @Nullable Division division;
    private @Nullable String lockDispute;
    private @Nullable String leader = "node1";
    private Certainty hasLeader = Certainty.YES;
    private Set<String> writable = Set.of("node1");
    private @Nullable Integer timeline = 4;
    private List<FailoverCandidate> candidates =
            List.of(new FailoverCandidate("node2", null), new FailoverCandidate("node3", null));
    private int failovers24h;
    private @Nullable Integer timelineIncrements24h = 0;
    private @Nullable LeaderChange lastFailover;
    private List<LeaderChange> changes = List.of();
    private Availability availability = Availability.NONE;
    private @Nullable Long walBytesPerSecond;
    private @Nullable List<DifferingSetting> differingSettings = List.of();
    private Duration unreadFor = Duration.ZERO;
    private final List<UnreadSeed> unreadSeeds = new ArrayList<>();
    private final List<Function<Instant, ClientRoute>> routes = new ArrayList<>();
    private @Nullable String formerLeader;
    private @Nullable Instant lockFreeSince;
    private FailoverForecast forecast = FailoverForecast.NONE;
    private Function<Instant, Backups> backups = BackupSamples::daily;

    abstract S self();

    public S diagnosis(String member, Diagnosis diagnosis) {
        diagnoses.put(member, diagnosis);
        return self();
    }

    public S lag(String member, ReplicationLag value) {
        lag.put(member, value);
        return self();
    }

    /** @param words as the correlation would say it */
    public S lockDispute(String words) {
        lockDispute = words;
        return self();
    }

    public S leader(@Nullable String member, Certainty works) {
        leader = member;
        hasLeader = works;
        return self();
    }

    public S writable(String... names) {
        writable = Set.of(names);
        return self();
    }

    public S leaderTimeline(@Nullable Integer number) {
        timeline = number;
        return self();
    }

    public S splitBrain(String evidence) {
        splitBrain.add(evidence);
        return self();
    }

    /** Instead of what the members' diagnoses make of it. */
    S division(Division known) {
        division = known;
        return self();
    }

    /** Writes beside the leader, in a split brain. */
    public S unfenced(String member, Unfenced.Cause cause, String because) {
        unfenced.add(new Unfenced(member, cause, because));
        return self();
    }

    public S candidates(FailoverCandidate... all) {
        candidates = List.of(all);
        return self();
    }

    public S failovers(int last24h) {
        failovers24h = last24h;
        return self();
    }

    /** An hour ago. */
    public S lastFailover(String from, String to) {
        lastFailover = new LeaderChange(at.minus(Duration.ofHours(1)), 4, from, to, null, Certainty.UNKNOWN);
        return self();
    }

    /** Those of the last day, the last of which is the newest that is known. */
    public S changes(LeaderChange... all) {
        changes = List.of(all);
        lastFailover = all[all.length - 1];
        return self();
    }

    public S withoutHistory() {
        return timelineIncrements(null);
    }

    /** @param last24h null when the history was not read */
    S timelineIncrements(@Nullable Integer last24h) {
        timelineIncrements24h = last24h;
        return self();
    }

    /** @param count null when the archiver's statistics were not read */
    public S archiveFailures(String member, @Nullable Long count) {
        if (count == null) {
            recentArchiveFailures.remove(member);
        } else {
            recentArchiveFailures.put(member, count);
        }
        return self();
    }

    /** What is unread has been so for some time. */
    public S unreadFor(Duration lasting) {
        unreadFor = lasting;
        return self();
    }

    public S unreadSeed(String seed, FailureKind kind) {
        unreadSeeds.add(new UnreadSeed(URI.create(seed), new Failure(kind, "no usable answer"), at));
        return self();
    }

    public S formerLeader(String doubt) {
        formerLeader = doubt;
        return self();
    }

    public S forecast(FailoverForecast foretold) {
        forecast = foretold;
        return self();
    }

    /** Adds an endpoint of applications that answers. */
    public S route(Kind kind, Destination destination, @Nullable String member, String detail) {
        return route(now -> Routes.to(kind, destination, member, detail, now));
    }

    /** Adds an endpoint of applications that fails. */
    public S routeFails(Kind kind, FailureKind reason) {
        return route(now -> Routes.failing(kind, reason, now));
    }

    S route(Function<Instant, ClientRoute> read) {
        routes.add(read);
        return self();
    }

    public S lockFreeSince(Instant since) {
        lockFreeSince = since;
        return self();
    }

    /** Since the cluster was first watched. */
    public S availability(Availability total) {
        availability = total;
        return self();
    }

    /** @param all null when they were not read */
    S differingSettings(@Nullable List<DifferingSetting> all) {
        differingSettings = all;
        return self();
    }

    public S walBytesPerSecond(long rate) {
        walBytesPerSecond = rate;
        return self();
    }

    /** @param seenAt what is known of backups at the time of the snapshot */
    public S backups(Function<Instant, Backups> seenAt) {
        backups = seenAt;
        return self();
    }

    /** Instead of what the member's own answers make of it. */
    public S disk(String member, DiskUsage usage) {
        disks.put(member, usage);
        return self();
    }

    /** What is concluded from that round. */
    ClusterFacts facts(Observation seen) {
        Map<String, Diagnosis> everyDiagnosis = new HashMap<>();
        for (MemberObservation member : seen.members()) {
            everyDiagnosis.put(member.name(), diagnoses.getOrDefault(member.name(), Diagnosis.OK));
        }
        Map<String, DiskUsage> everyDisk = new HashMap<>(new DiskWatch().look(seen, null));
        everyDisk.putAll(disks);
        return new ClusterFacts(
                new Leadership(leader, hasLeader, writable, division(seen.members(), everyDiagnosis), timeline, blind),
                lag,
                everyDiagnosis,
                candidates,
                new LeaderRecord(
                        changes, failovers24h, timelineIncrements24h, lastFailover, availability, availability),
                recentArchiveFailures,
                backups.apply(at),
                walBytesPerSecond,
                differingSettings,
                everyDisk,
                new Visibility(unread(seen), unreadSeeds, formerLeader),
                lockFreeSince,
                forecast,
                lockDispute,
                routes.stream().map(route -> route.apply(at)).toList());
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
        if (division != null) {
            return division;
        }
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
}
