package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import org.jspecify.annotations.Nullable;

/**
 * What is held against each other to say whether an endpoint leads where it should, and the verdict. Pure;
 * {@code RouteEvidenceTest} is its table.
 *
 * @param ownSystem whether the server that answered has the cluster's system identifier; unknown while no member has told
 *     the cluster's
 * @param inRecovery of the server that answered
 * @param timeline that it writes; null in recovery
 * @param member who it is; null when that can't be told
 */
record RouteEvidence(
        Kind kind,
        Certainty ownSystem,
        boolean inRecovery,
        @Nullable Integer timeline,
        @Nullable String member,
        Leader leader) {

    /**
     * Who should be behind a primary endpoint.
     *
     * @param name null when nobody is known to lead and to accept writes, or to lead a standby cluster
     * @param inRecovery it leads a standby cluster
     * @param timeline null when it is not known
     * @param writesAlone no other member is seen to accept writes
     */
    record Leader(
            @Nullable String name,
            boolean inRecovery,
            @Nullable Integer timeline,
            boolean writesAlone) {
        boolean is(@Nullable String member) {
            return name != null && name.equals(member);
        }
    }

    Destination verdict() {
        return switch (ownSystem) {
            case NO -> Destination.OTHER_CLUSTER;
            case UNKNOWN -> Destination.UNKNOWN;
            case YES -> kind == Kind.REPLICA ? ofReplicaEndpoint() : ofPrimaryEndpoint();
        };
    }

    private Destination ofReplicaEndpoint() {
        boolean leads = !inRecovery || (leader.inRecovery() && leader.is(member));
        return leads ? Destination.PRIMARY : Destination.RIGHT;
    }

    private Destination ofPrimaryEndpoint() {
        if (leader.name() == null) {
            return Destination.UNKNOWN;
        }
        if (inRecovery != leader.inRecovery()) {
            return inRecovery ? standbyBesidePrimary() : primaryBesideStandbyCluster();
        }
        if (member != null) {
            return leader.is(member) ? Destination.RIGHT : inRecovery ? Destination.STANDBY : Destination.STALE_PRIMARY;
        }
        return inRecovery ? Destination.UNKNOWN : byTimeline();
    }

    /** The leader itself answered so before it was promoted. */
    private Destination standbyBesidePrimary() {
        return leader.is(member) ? Destination.UNKNOWN : Destination.STANDBY;
    }

    /** The cluster that a standby cluster follows has the same system identifier, and no member here. */
    private Destination primaryBesideStandbyCluster() {
        return member == null || leader.is(member) ? Destination.UNKNOWN : Destination.STALE_PRIMARY;
    }

    private Destination byTimeline() {
        if (timeline == null || leader.timeline() == null) {
            return Destination.UNKNOWN;
        }
        int older = timeline.compareTo(leader.timeline());
        if (older < 0) {
            return Destination.STALE_PRIMARY;
        }
        return older == 0 && leader.writesAlone() ? Destination.RIGHT : Destination.UNKNOWN;
    }
}
