package io.greenlang.patroni.monitor.trend;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.Connections;
import io.greenlang.patroni.monitor.model.ReplicationLag;

/** What one snapshot says of a member, as figures. */
final class Readings {
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;

    private Readings() {}

    /** @param leaderWal what the leader writes */
    static MemberBucket of(ClusterSnapshot snapshot, MemberObservation member, FigureBucket leaderWal) {
        boolean leads = snapshot.facts().leadership().isLeader(member.name());
        return new MemberBucket(role(snapshot, member), figure -> switch (figure) {
            case LAG -> lag(snapshot, member);
            case CONNECTIONS -> connections(member);
            case WAL -> leads ? leaderWal : FigureBucket.NONE;
            case DISK -> disk(snapshot.facts().disk(member.name()));
        });
    }

    private static RoleSeen role(ClusterSnapshot snapshot, MemberObservation member) {
        Leadership who = snapshot.facts().leadership();
        if (who.writable().contains(member.name())) {
            return who.isLeader(member.name()) ? RoleSeen.PRIMARY : RoleSeen.WRITABLE_WITHOUT_LOCK;
        }
        if (snapshot.facts().diagnosis(member.name()).isDown()) {
            return RoleSeen.DOWN;
        }
        if (!member.isReadable()) {
            return RoleSeen.UNREADABLE;
        }
        return switch (MemberSummary.of(snapshot, member).roleOr("")) {
            case "standby_leader" -> RoleSeen.STANDBY_LEADER;
            case "replica", "sync_standby", "quorum_standby" -> RoleSeen.REPLICA;
            default -> inRecovery(member) ? RoleSeen.REPLICA : RoleSeen.UNKNOWN;
        };
    }

    private static boolean inRecovery(MemberObservation member) {
        return member.postgres().value().filter(facts -> !facts.isWritable()).isPresent();
    }

    /** Nobody is behind itself; of any other member no lag is a lag that is not known. */
    private static FigureBucket lag(ClusterSnapshot snapshot, MemberObservation member) {
        ReplicationLag lag = snapshot.facts().lag().get(member.name());
        if (lag == null) {
            Leadership who = snapshot.facts().leadership();
            boolean none = who.isLeader(member.name()) || who.writable().contains(member.name());
            return none ? FigureBucket.NONE : FigureBucket.UNKNOWN;
        }
        return lag.fold(
                known -> FigureBucket.known(known.time().toNanos() / NANOS, known.atLeast()),
                unknown -> FigureBucket.UNKNOWN);
    }

    /** A PostgreSQL that refuses the monitor because all connections are in use has told how many are. */
    private static FigureBucket connections(MemberObservation member) {
        return member.postgres()
                .fold(
                        answered -> share(answered.content()),
                        failure -> failure.kind() == FailureKind.TOO_MANY_CONNECTIONS
                                ? FigureBucket.known(1, false)
                                : FigureBucket.UNKNOWN,
                        () -> FigureBucket.NONE);
    }

    private static FigureBucket share(PostgresFacts facts) {
        Connections used = facts.connections();
        return FigureBucket.known((double) used.clientBackends() / used.maxConnections(), false);
    }

    private static FigureBucket disk(DiskUsage usage) {
        return usage.fold(
                known -> FigureBucket.known(
                        known.fullest().volume().usedPercent() / PERCENT, known.source() == DiskSource.SIZE),
                unknown -> unknown.expected() ? FigureBucket.UNKNOWN : FigureBucket.NONE);
    }
}
