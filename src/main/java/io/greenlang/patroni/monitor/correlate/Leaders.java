package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.correlate.LeaderEvidence.LeaderKey;
import io.greenlang.patroni.monitor.correlate.LeaderEvidence.Verdict;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who leads, by {@link LeaderEvidence}, and whether there are two. Remembers the leader and the newest timeline between
 * rounds; one per cluster, one thread at a time.
 */
final class Leaders {
    private final SplitBrain splitBrain = new SplitBrain();
    private final NewestTimeline timelines = new NewestTimeline();
    private @Nullable String previous;

    /** For the snapshot. */
    record Kept(@Nullable String previous, NewestTimeline.Kept timelines, Map<String, WriteSpans.Kept> writers) {}

    Kept keep() {
        return new Kept(previous, timelines.keep(), splitBrain.keep());
    }

    void restore(Kept kept) {
        previous = kept.previous();
        timelines.restore(kept.timelines());
        splitBrain.restore(kept.writers());
    }

    Leadership decide(Observation seen) {
        Set<String> writable = writable(seen);
        Verdict verdict = evidence(seen, writable).verdict();
        boolean blind = isBlind(seen);
        String leader = verdict.leader();
        Division division =
                blind ? Division.unknown("no member could be read") : splitBrain.judge(seen, writable, leader);
        previous = leader != null || LockSeen.in(seen).isKnown() ? leader : previous;
        return new Leadership(
                leader,
                blind ? Certainty.UNKNOWN : verdict.hasLeader(),
                writable,
                division,
                leader == null ? null : timeline(seen, leader),
                blind);
    }

    /** The cluster was made again: what was remembered is of the old one. */
    void forget() {
        timelines.forget();
        previous = null;
    }

    private LeaderEvidence evidence(Observation seen, Set<String> writable) {
        LockSeen lock = LockSeen.in(seen);
        String owner = lock.owner();
        Certainty ownersWork = owner == null
                ? Certainty.NO
                : writable.contains(owner) ? Certainty.YES : leadsStandbyCluster(seen, owner);
        boolean ownerLeads = ownersWork == Certainty.YES;
        timelines.learn(seen, ownerLeads ? owner : null);
        LeaderKey key = !lock.isKnown() ? LeaderKey.UNREAD : owner == null ? LeaderKey.FREE : LeaderKey.OWNED;
        Set<String> newest =
                writable.stream().filter(name -> !timelines.isStale(seen, name)).collect(Collectors.toSet());
        String readable = Optional.ofNullable(previous)
                .filter(name ->
                        seen.member(name).filter(MemberObservation::isReadable).isPresent())
                .orElse(null);
        String suspect = owner != null ? owner : lock.isKnown() ? null : readable;
        boolean mayHide = ownersWork == Certainty.UNKNOWN
                || SignsOfLife.ofUnreadLeader(seen, suspect)
                || (!lock.isKnown() && leadsByItsOwnWord(seen, readable));
        return new LeaderEvidence(key, owner, ownerLeads, newest, mayHide, readable);
    }

    private static Set<String> writable(Observation seen) {
        Set<String> writable = new TreeSet<>();
        for (MemberObservation member : seen.members()) {
            if (new Testimony(member).isWritable()) {
                writable.add(member.name());
            }
        }
        return writable;
    }

    private static boolean isBlind(Observation seen) {
        return seen.members().stream().noneMatch(MemberObservation::isReadable);
    }

    /** A standby leader goes on without the DCS, and writes nothing that would show it; a primary steps down. */
    private static boolean leadsByItsOwnWord(Observation seen, @Nullable String former) {
        return Optional.ofNullable(former)
                .flatMap(seen::member)
                .filter(member -> new Testimony(member).isInRecovery())
                .flatMap(member -> member.patroni().value())
                .filter(status -> status.role() == NodeRole.STANDBY_LEADER)
                .isPresent();
    }

    /** In recovery as every standby is, so that the members must agree: the view says who leads, whichever member shows it. */
    private static Certainty leadsStandbyCluster(Observation seen, String leader) {
        Optional<MemberRole> shown =
                seen.dcs().view().value().flatMap(ClusterView::leader).map(ListedMember::role);
        boolean byConfig =
                seen.config().standbyCluster() && (seen.dcs().config().isAnswered() || shown.isEmpty());
        boolean standbyCluster =
                byConfig || shown.filter(MemberRole.STANDBY_LEADER::equals).isPresent();
        boolean runs = standbyCluster
                && seen.member(leader)
                        .filter(member -> new Testimony(member).isInRecovery())
                        .isPresent();
        return runs ? seesLeader(seen) : Certainty.NO;
    }

    /** What more than half of the Patronis that reach the DCS see there; unknown when they are divided. */
    private static Certainty seesLeader(Observation seen) {
        Timing timing = seen.config().timing();
        Instant fresh = seen.finished().minus(timing.readsDcsWithin());
        List<PatroniStatus> witnesses = seen.members().stream()
                .flatMap(member -> member.patroni().value().stream())
                .filter(status ->
                        status.dcsLastSeen() == null || !status.dcsLastSeen().isBefore(fresh))
                .toList();
        long unlocked = witnesses.stream()
                .filter(status -> status.has(PatroniStatus.Flag.CLUSTER_UNLOCKED))
                .count();
        if (unlocked > 0 && unlocked * 2 == witnesses.size()) {
            return Certainty.UNKNOWN;
        }
        return unlocked * 2 > witnesses.size() ? Certainty.NO : Certainty.YES;
    }

    private static @Nullable Integer timeline(Observation seen, String leader) {
        return seen.member(leader)
                .flatMap(MemberObservation::timeline)
                .or(() -> seen.dcs()
                        .view()
                        .value()
                        .flatMap(view -> view.member(leader))
                        .flatMap(listed -> Optional.ofNullable(listed.timeline())))
                .orElse(null);
    }
}
