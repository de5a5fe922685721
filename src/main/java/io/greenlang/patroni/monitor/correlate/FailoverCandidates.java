package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Branch;
import io.greenlang.patroni.monitor.model.Branch.Relation;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which members Patroni would let take over now, by its own rules: reachable REST API, tags, timeline, lag, membership of
 * the synchronous set, watchdog.
 *
 * @param lag by member, as {@link TrueLag} has it
 */
record FailoverCandidates(
        Observation seen, Leadership leadership, Map<String, Diagnosis> diagnoses, Map<String, ReplicationLag> lag) {

    static final String SETTINGS_UNREAD = "the cluster's settings could not be read, and they decide it";
    private static final String LAG_UNKNOWN = "its lag is unknown";

    /** Every known member but the leader. */
    List<FailoverCandidate> list() {
        return others().stream().map(this::candidate).toList();
    }

    private FailoverCandidate candidate(MemberObservation member) {
        String exclusion = exclusion(member).orElse(null);
        String doubt = exclusion == null ? doubt(member).orElse(null) : null;
        return doubt == null
                ? new FailoverCandidate(member.name(), exclusion)
                : new FailoverCandidate(member.name(), Certainty.UNKNOWN, doubt);
    }

    /** What settings would exclude, nobody knows before they were read; nor how far behind it is where nobody leads. */
    private Optional<String> doubt(MemberObservation member) {
        return when(!seen.knowsConfig(), SETTINGS_UNREAD)
                .or(() -> when(bytesBehind(member).isEmpty(), LAG_UNKNOWN));
    }

    List<MemberObservation> others() {
        return seen.members().stream()
                .filter(member -> !leadership.isLeader(member.name()))
                .toList();
    }

    Optional<Diagnosis> diagnosis(MemberObservation member) {
        return Optional.ofNullable(diagnoses.get(member.name()));
    }

    private Optional<String> exclusion(MemberObservation member) {
        Optional<PatroniStatus> status = member.patroni().value();
        return unread(member)
                .or(() -> status.flatMap(told -> notWorking(member, told)))
                .or(() -> status.flatMap(told -> forbidden(member, told)))
                .or(() -> otherTimeline(member))
                .or(() -> tooFarBehind(member))
                .or(() -> status.flatMap(told -> synchronyOrWatchdog(member, told)));
    }

    /** Why its Patroni does not take part in a race for the lock, whatever it has received. */
    Optional<String> bar(MemberObservation member) {
        return member.patroni()
                .value()
                .flatMap(status -> notWorking(member, status)
                        .or(() -> forbidden(member, status))
                        .or(() -> newestTimeline(Branch.of(seen, leadership.timeline(), member), status))
                        .or(() -> synchronyOrWatchdog(member, status)));
    }

    /** Its Patroni did not answer. */
    static Optional<String> unread(MemberObservation member) {
        return member.patroni()
                .fold(
                        answered -> Optional.empty(),
                        failure -> Optional.of(
                                "its Patroni can't be read: " + failure.kind().label()),
                        () -> Optional.of("its Patroni was not asked"));
    }

    private Optional<String> synchronyOrWatchdog(MemberObservation member, PatroniStatus status) {
        return notSynchronous(member).or(() -> brokenWatchdog(status));
    }

    private Optional<String> notWorking(MemberObservation member, PatroniStatus status) {
        if (status.role() != NodeRole.REPLICA) {
            return Optional.of("its role is " + status.role().label());
        }
        if (status.runsPostgres() != Certainty.YES) {
            return Optional.of(
                    "its PostgreSQL is " + (status.state().isTold() ? status.state() : "in an unknown state"));
        }
        return diagnosis(member).filter(Diagnosis::isDown).map(diagnosis -> diagnosis.words(member));
    }

    private Optional<String> forbidden(MemberObservation member, PatroniStatus status) {
        PatroniVersion version = status.identity().version();
        return status.tags()
                .failoverObstacle(version)
                .or(() -> listed(member).flatMap(entry -> entry.tags().failoverObstacle(version)));
    }

    /**
     * One that is merely behind is judged by its lag, unless {@code check_timeline} is on: then Patroni wants the newest
     * timeline, which {@code /patroni} tells. Diverged, Patroni rewinds it first.
     */
    private Optional<String> otherTimeline(MemberObservation member) {
        return strayed(member)
                .or(() -> member.patroni()
                        .value()
                        .flatMap(status -> newestTimeline(Branch.of(seen, leadership.timeline(), member), status)));
    }

    /** It has WAL that the leader never had, or that can't be ruled out: its position tells nothing. */
    Optional<String> strayed(MemberObservation member) {
        Branch branch = Branch.of(seen, leadership.timeline(), member);
        return switch (branch.relation()) {
            case SAME, BEHIND, UNKNOWN -> Optional.empty();
            case DIVERGED, UNPLACED ->
                Optional.of("on timeline " + branch.timeline() + ", the leader is on " + leadership.timeline()
                        + branch.andDetail());
        };
    }

    private Optional<String> newestTimeline(Branch branch, PatroniStatus status) {
        if (!seen.config().checkTimeline() || seen.config().standbyCluster()) {
            return Optional.empty();
        }
        if (status.timeline().isEmpty()) {
            return Optional.of("its Patroni does not know its timeline, and check_timeline is on");
        }
        return when(
                branch.relation() == Relation.BEHIND,
                "on timeline " + branch.timeline() + ", the leader is on " + leadership.timeline()
                        + ", and check_timeline is on");
    }

    private Optional<String> tooFarBehind(MemberObservation member) {
        Optional<Long> behind = bytesBehind(member);
        if (behind.isEmpty()) {
            return when(leadership.hasLeader() == Certainty.YES, LAG_UNKNOWN);
        }
        long limit = seen.config().maximumLagOnFailoverBytes();
        return when(
                seen.knowsConfig() && behind.get() > limit,
                behind.get() + " bytes behind, maximum_lag_on_failover is " + limit);
    }

    /**
     * WAL that a failover to this member would lose: what it has received counts, replayed or not. While the leader can't
     * be read, Patroni's own figure, which is against the leader's last position in the DCS.
     */
    private Optional<Long> bytesBehind(MemberObservation member) {
        return Optional.ofNullable(lag.get(member.name()))
                .flatMap(ReplicationLag::known)
                .map(known -> Math.max(0, known.bytes() - new Testimony(member).unreplayedBytes()))
                .or(() ->
                        listed(member).flatMap(l -> Optional.ofNullable(l.lag().bytes())));
    }

    private Optional<String> notSynchronous(MemberObservation member) {
        boolean needed =
                seen.config().synchronousMode().isOn() && !seen.config().standbyCluster();
        return when(needed && !isSynchronous(seen, member), "no synchronous standby, in synchronous mode");
    }

    private static Optional<String> brokenWatchdog(PatroniStatus status) {
        return when(status.has(Flag.WATCHDOG_FAILED), "its watchdog failed");
    }

    /** By its own word or by the DCS. */
    static boolean isSynchronous(Observation seen, MemberObservation member) {
        return member.patroni()
                        .value()
                        .filter(status -> status.has(Flag.SYNC_STANDBY) || status.has(Flag.QUORUM_STANDBY))
                        .isPresent()
                || listed(seen, member)
                        .filter(l -> l.role() == MemberRole.SYNC_STANDBY || l.role() == MemberRole.QUORUM_STANDBY)
                        .isPresent();
    }

    private Optional<ListedMember> listed(MemberObservation member) {
        return listed(seen, member);
    }

    static Optional<ListedMember> listed(Observation seen, MemberObservation member) {
        return seen.dcs().view().value().flatMap(view -> view.member(member.name()));
    }

    private static Optional<String> when(boolean excluded, String why) {
        return excluded ? Optional.of(why) : Optional.empty();
    }
}
