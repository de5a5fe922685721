package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of one round mean together, and together with the rounds before: the facts that no single node knows.
 *
 * @param lag every known standby to its lag, or to why it is unknown; the primary is not in it
 * @param diagnoses every known member
 * @param recentArchiveFailures member to failed archive attempts within the configured window, as far as the daemon
 *     watched it; only members whose archiver statistics were read
 * @param backups what the members' pgBackRest say together
 * @param walBytesPerSecond what the leader wrote recently; null while it was not watched for long enough
 * @param differingSettings those that are not the same on all members whose settings were read, by name; null
 *     when less than two were
 * @param disks every known member
 * @param visibility what was asked and gave nothing usable
 * @param lockFreeSince since when nobody has held the leader lock though the DCS answers and somebody could take it; null
 *     while that is not so
 * @param forecast what would be lost, and who would be chosen, if the primary failed now
 * @param lockDispute how what a member shows of the leader lock differs from the DCS itself, for people; null while it does
 *     not, or the DCS is not read
 * @param routes where the endpoints of applications lead, in the order of the configuration
 */
public record ClusterFacts(
        Leadership leadership,
        Map<String, ReplicationLag> lag,
        Map<String, Diagnosis> diagnoses,
        List<FailoverCandidate> failoverCandidates,
        LeaderRecord leaderRecord,
        Map<String, Long> recentArchiveFailures,
        Backups backups,
        @Nullable Long walBytesPerSecond,
        @Nullable List<DifferingSetting> differingSettings,
        Map<String, DiskUsage> disks,
        Visibility visibility,
        @Nullable Instant lockFreeSince,
        FailoverForecast forecast,
        @Nullable String lockDispute,
        List<ClientRoute> routes) {

    public ClusterFacts {
        lag = Map.copyOf(lag);
        diagnoses = Map.copyOf(diagnoses);
        failoverCandidates = List.copyOf(failoverCandidates);
        recentArchiveFailures = Map.copyOf(recentArchiveFailures);
        differingSettings = differingSettings == null ? null : List.copyOf(differingSettings);
        disks = Map.copyOf(disks);
        routes = List.copyOf(routes);
    }

    /**
     * A setting that is not the same on all members.
     *
     * @param values member to value; {@code default} where nobody set it, and a text is not shown
     */
    public record DifferingSetting(String name, Map<String, String> values) {
        public DifferingSetting {
            values = Map.copyOf(values);
        }
    }

    /**
     * Who leads, and who else believes so.
     *
     * @param leader the owner of the leader key, or the only member that writes the newest timeline ever seen where the
     *     DCS names nobody or can't be read; never one on an older timeline without the key
     * @param hasLeader a member is leader and writable (in a standby cluster: a standby leader runs)
     * @param writable members whose PostgreSQL accepts writes: by SQL, or by role where SQL can't be asked
     * @param division whether more than one member accepts writes
     * @param timeline of the leader
     * @param blind no member could be read at all
     */
    public record Leadership(
            @Nullable String leader,
            Certainty hasLeader,
            Set<String> writable,
            Division division,
            @Nullable Integer timeline,
            boolean blind) {
        public Leadership {
            writable = Set.copyOf(writable);
        }

        /** Evidence that more than one member accepts writes, for people; empty when there is none. */
        public List<String> splitBrain() {
            return division.evidence();
        }

        public boolean isLeader(String member) {
            return member.equals(leader);
        }
    }

    /**
     * Whether the cluster is split: more than one member accepts writes.
     *
     * @param certainty {@code YES} with evidence. {@code NO} takes proof: every member was read, or its PostgreSQL does
     *     not run
     * @param evidence for people; empty unless {@code YES}
     * @param doubt why it can't be told, for people; empty unless {@code UNKNOWN}
     * @param unfenced those that write without being the leader, by name; empty unless {@code YES}
     */
    public record Division(Certainty certainty, List<String> evidence, String doubt, List<Unfenced> unfenced) {
        public static final Division NONE = new Division(Certainty.NO, List.of(), "", List.of());

        public Division {
            evidence = List.copyOf(evidence);
            unfenced = List.copyOf(unfenced);
        }

        public static Division proven(List<String> evidence, List<Unfenced> unfenced) {
            return new Division(Certainty.YES, evidence, "", unfenced);
        }

        public static Division unknown(String doubt) {
            return new Division(Certainty.UNKNOWN, List.of(), doubt, List.of());
        }

        /** Of each that writes without being the leader, why it was not fenced: one sentence or more for people. */
        public List<String> whyUnfenced() {
            return unfenced.stream().map(Unfenced::words).toList();
        }
    }

    /**
     * Whether one replica could take over now.
     *
     * @param exclusion why not, or why nobody knows, for people; null when it could
     */
    public record FailoverCandidate(
            String member, Certainty eligible, @Nullable String exclusion) {
        /** @param exclusion null when it could take over */
        public FailoverCandidate(String member, @Nullable String exclusion) {
            this(member, Certainty.of(exclusion == null), exclusion);
        }

        /** For certain: one of which that is unknown is not. */
        public boolean isExcluded() {
            return eligible == Certainty.NO;
        }

        /** Of one that is not known to be eligible, for people. */
        public String reason() {
            return member + ": " + exclusion;
        }
    }

    /**
     * Leader changes, from {@code /history} joined with what the daemon saw itself.
     *
     * @param changes within the last 24 hours, oldest first
     * @param failovers24h changes to another leader, re-promotions of the same one left out
     * @param timelineIncrements24h all new timelines; null when {@code /history} could not be read
     * @param last the newest change to another leader that is known at all
     * @param availability since the cluster was first watched
     * @param availabilitySinceStart what of it was added since this process began: never less than before, even if a crash
     *     cost the newest part of {@code availability}
     */
    public record LeaderRecord(
            List<LeaderChange> changes,
            int failovers24h,
            @Nullable Integer timelineIncrements24h,
            @Nullable LeaderChange last,
            Availability availability,
            Availability availabilitySinceStart) {
        public LeaderRecord {
            changes = List.copyOf(changes);
        }

        /** {@code failovers24h}, unless neither {@code /history} nor the daemon's own watch tells: 0 would be a guess. */
        public Optional<Integer> knownFailovers24h() {
            return timelineIncrements24h == null && changes.isEmpty() ? Optional.empty() : Optional.of(failovers24h);
        }
    }

    public Optional<ReplicationLag.Known> knownLag(String member) {
        return Optional.ofNullable(lag.get(member)).flatMap(ReplicationLag::known);
    }

    /**
     * When an unused slot is lost, if WAL is written at the recent rate; empty when it is used, has no limit, or that is not
     * known.
     */
    public Optional<Duration> timeUntilLost(Slot slot) {
        Long safe = slot.safeWalSizeBytes();
        return slot.active() || safe == null || walBytesPerSecond == null || walBytesPerSecond <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.max(0, safe) / walBytesPerSecond));
    }

    public DiskUsage disk(String member) {
        return disks.getOrDefault(member, new DiskUsage.Unknown(List.of(), false));
    }

    public Diagnosis diagnosis(String member) {
        return diagnoses.getOrDefault(member, Diagnosis.NOT_READABLE);
    }

    /** Number of replicas that could take over now; empty while that is unknown of one. */
    public Optional<Integer> knownCandidates() {
        return candidates(Certainty.UNKNOWN).isEmpty()
                ? Optional.of(candidates(Certainty.YES).size())
                : Optional.empty();
    }

    /** @return names of the replicas that could take over, could not, or of which that is unknown */
    public List<String> candidates(Certainty eligible) {
        return failoverCandidates.stream()
                .filter(candidate -> candidate.eligible() == eligible)
                .map(FailoverCandidate::member)
                .toList();
    }
}
