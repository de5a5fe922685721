package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Branch;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import java.util.List;
import java.util.Optional;

/** The members that follow another one: neither the leader, nor writable, nor down. Down is another rule's matter. */
public final class Replicas {
    private Replicas() {}

    public static List<MemberObservation> of(ClusterSnapshot snapshot) {
        return snapshot.members().stream()
                .filter(member -> !snapshot.facts().diagnosis(member.name()).isDown())
                .filter(member -> !leads(snapshot, member))
                .toList();
    }

    /** A standby leader follows another cluster, with a receiver or from an archive. */
    private static boolean leads(ClusterSnapshot snapshot, MemberObservation member) {
        boolean standbyLeader = member.patroni()
                .value()
                .map(status -> status.role() == NodeRole.STANDBY_LEADER)
                .orElseGet(() -> listed(snapshot, member)
                        .map(entry -> entry.role() == MemberRole.STANDBY_LEADER)
                        .orElse(false));
        return standbyLeader
                || snapshot.facts().leadership().isLeader(member.name())
                || snapshot.facts().leadership().writable().contains(member.name());
    }

    /** Whether it has diverged from its leader: only one that runs can. */
    public static Certainty hasDiverged(ClusterSnapshot snapshot, MemberObservation replica) {
        if (replica.isReadable() && !isRunning(replica)) {
            return Certainty.NO;
        }
        return switch (Branch.of(snapshot, replica).relation()) {
            case SAME, BEHIND -> Certainty.NO;
            case DIVERGED -> Certainty.YES;
            case UNPLACED, UNKNOWN -> Certainty.UNKNOWN;
        };
    }

    /** PostgreSQL answers, or Patroni says that it runs. */
    public static boolean isRunning(MemberObservation replica) {
        return replica.postgres().isAnswered()
                || replica.patroni()
                        .value()
                        .map(status -> status.runsPostgres() == Certainty.YES)
                        .orElse(false);
    }

    /** Is fed from the archive by design. */
    public static boolean forbidsStreaming(ClusterSnapshot snapshot, MemberObservation replica) {
        return replica.patroni()
                .value()
                .map(PatroniStatus::forbidsStreaming)
                .or(() -> listed(snapshot, replica).map(entry -> entry.tags().forbidsStreaming(PatroniVersion.UNKNOWN)))
                .orElse(false);
    }

    private static Optional<ListedMember> listed(ClusterSnapshot snapshot, MemberObservation member) {
        return snapshot.seen().dcs().view().value().flatMap((ClusterView view) -> view.member(member.name()));
    }
}
