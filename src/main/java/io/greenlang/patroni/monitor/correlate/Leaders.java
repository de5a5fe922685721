package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.correlate.LeaderEvidence.LeaderKey;
import io.greenlang.patroni.monitor.correlate.LeaderEvidence.Verdict;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.Observation;
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

    Leadership decide(Observation seen) {
        Set<String> writable = writable(seen);
        Verdict verdict = evidence(seen, writable).verdict();
        boolean blind = isBlind(seen);
        Division division = blind ? Division.unknown("no member could be read") : splitBrain.judge(seen, writable);
        String leader = verdict.leader();
        previous = leader != null || seen.dcs().view().isAnswered() ? leader : previous;
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
        Optional<ClusterView> view = seen.dcs().view().value();
        String owner = view.flatMap(ClusterView::leader).map(ListedMember::name).orElse(null);
        boolean ownerLeads = owner != null && (writable.contains(owner) || leadsStandbyCluster(seen, owner));
        timelines.learn(seen, ownerLeads ? owner : null);
        LeaderKey key = view.isEmpty() ? LeaderKey.UNREAD : owner == null ? LeaderKey.FREE : LeaderKey.OWNED;
        Set<String> newest =
                writable.stream().filter(name -> !timelines.isStale(seen, name)).collect(Collectors.toSet());
        String readable = Optional.ofNullable(previous)
                .filter(name ->
                        seen.member(name).filter(MemberObservation::isReadable).isPresent())
                .orElse(null);
        String suspect = owner != null ? owner : view.isEmpty() ? readable : null;
        return new LeaderEvidence(key, owner, ownerLeads, newest, SignsOfLife.ofUnreadLeader(seen, suspect), readable);
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

    private static boolean leadsStandbyCluster(Observation seen, String leader) {
        boolean standbyCluster = seen.config().standbyCluster()
                || seen.dcs()
                        .view()
                        .value()
                        .flatMap(ClusterView::leader)
                        .filter(l -> l.role() == MemberRole.STANDBY_LEADER)
                        .isPresent();
        return standbyCluster
                && seen.member(leader)
                        .filter(member -> new Testimony(member).isInRecovery())
                        .isPresent();
    }

    private static @Nullable Integer timeline(Observation seen, String leader) {
        return seen.member(leader)
                .flatMap(member -> new Testimony(member).timeline())
                .or(() -> seen.dcs()
                        .view()
                        .value()
                        .flatMap(view -> view.member(leader))
                        .flatMap(listed -> Optional.ofNullable(listed.timeline())))
                .orElse(null);
    }
}
