package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.Observation;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who leads: the owner of the leader key while the DCS can be read, else the only writable member, else whoever led before
 * and can still be read. Remembers the leader between rounds; one per cluster, one thread at a time.
 */
final class Leaders {
    private final SplitBrain splitBrain = new SplitBrain();
    private @Nullable String previous;

    Leadership decide(Observation seen) {
        Set<String> writable = writable(seen);
        String leader = leader(seen, writable);
        previous = leader != null || seen.dcs().view().isAnswered() ? leader : previous;
        return new Leadership(
                leader,
                hasLeader(seen, leader, writable),
                writable,
                splitBrain.evidence(seen, writable),
                leader == null ? null : timeline(seen, leader),
                isBlind(seen));
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

    private @Nullable String leader(Observation seen, Set<String> writable) {
        Optional<ClusterView> view = seen.dcs().view().value();
        if (view.isPresent()) {
            return view.get().leader().map(ListedMember::name).orElse(null);
        }
        if (writable.size() == 1) {
            return writable.iterator().next();
        }
        boolean stillReadable = previous != null
                && seen.member(previous).filter(MemberObservation::isReadable).isPresent();
        return stillReadable ? previous : null;
    }

    private static Certainty hasLeader(Observation seen, @Nullable String leader, Set<String> writable) {
        if (isBlind(seen)) {
            return Certainty.UNKNOWN;
        }
        if (leader != null && (writable.contains(leader) || leadsStandbyCluster(seen, leader))) {
            return Certainty.YES;
        }
        boolean viewAnswered = seen.dcs().view().isAnswered();
        if (leader == null && viewAnswered) {
            return Certainty.NO;
        }
        boolean ownerOfTheKeyIsOpen = !viewAnswered && writable.size() > 1;
        return ownerOfTheKeyIsOpen || SignsOfLife.ofUnreadLeader(seen, leader) ? Certainty.UNKNOWN : Certainty.NO;
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
