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

/** What one picture says of a member, as figures. */
final class Readings {
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;

    private Readings() {}

    /** @param leaderWal what the leader writes */
    static Reading of(ClusterSnapshot picture, MemberObservation member, Level leaderWal) {
        boolean leads = picture.facts().leadership().isLeader(member.name());
        return new Reading(role(picture, member), figure -> switch (figure) {
            case LAG -> lag(picture, member);
            case CONNECTIONS -> connections(member);
            case WAL -> leads ? leaderWal : Level.NONE;
            case DISK -> disk(picture.facts().disk(member.name()));
        });
    }

    private static RoleSeen role(ClusterSnapshot picture, MemberObservation member) {
        Leadership who = picture.facts().leadership();
        if (who.writable().contains(member.name())) {
            return who.isLeader(member.name()) ? RoleSeen.PRIMARY : RoleSeen.WRITABLE_WITHOUT_LOCK;
        }
        if (picture.facts().diagnosis(member.name()).isDown()) {
            return RoleSeen.DOWN;
        }
        if (!member.isReadable()) {
            return RoleSeen.UNREADABLE;
        }
        return switch (MemberSummary.of(picture, member).roleOr("")) {
            case "standby_leader" -> RoleSeen.STANDBY_LEADER;
            case "replica", "sync_standby", "quorum_standby" -> RoleSeen.REPLICA;
            default -> inRecovery(member) ? RoleSeen.REPLICA : RoleSeen.UNKNOWN;
        };
    }

    private static boolean inRecovery(MemberObservation member) {
        return member.postgres().value().filter(facts -> !facts.isWritable()).isPresent();
    }

    /** Nobody is behind itself; of any other member no lag is a lag that is not known. */
    private static Level lag(ClusterSnapshot picture, MemberObservation member) {
        ReplicationLag lag = picture.facts().lag().get(member.name());
        if (lag == null) {
            Leadership who = picture.facts().leadership();
            boolean none = who.isLeader(member.name()) || who.writable().contains(member.name());
            return none ? Level.NONE : Level.UNKNOWN;
        }
        return lag.fold(
                known -> Level.known(known.time().toNanos() / NANOS, known.atLeast()), unknown -> Level.UNKNOWN);
    }

    /** A PostgreSQL that refuses the monitor because all connections are in use has told how many are. */
    private static Level connections(MemberObservation member) {
        return member.postgres()
                .fold(
                        answered -> share(answered.content()),
                        failure -> failure.kind() == FailureKind.TOO_MANY_CONNECTIONS
                                ? Level.known(1, false)
                                : Level.UNKNOWN,
                        () -> Level.NONE);
    }

    private static Level share(PostgresFacts facts) {
        Connections used = facts.connections();
        return Level.known((double) used.clientBackends() / used.maxConnections(), false);
    }

    private static Level disk(DiskUsage usage) {
        return usage.fold(
                known -> Level.known(
                        known.fullest().volume().usedPercent() / PERCENT, known.source() == DiskSource.SIZE),
                unknown -> unknown.expected() ? Level.UNKNOWN : Level.NONE);
    }
}
