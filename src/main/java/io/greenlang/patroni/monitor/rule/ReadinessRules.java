package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What would happen if the leader died now. */
final class ReadinessRules {
    /** Replicas attach again after every switchover, and writes go on meanwhile: harmless until it lasts. */
    static final Rule NO_FAILOVER_CANDIDATE = Rule.critical(
            new Rule.Card(
                    "PatroniNoFailoverCandidate",
                    "no-failover-candidate",
                    Unit.COUNT,
                    StateEffect.WHEN_FIRING,
                    "No replica could take over now",
                    "No replica of $cluster could take over."),
            """
            patroni_cluster_failover_candidates == 0 and on (cluster) patroni_cluster_has_leader == 1 \
            and on (cluster) (%s > 1 or patroni_cluster_members_expected > 1)""".formatted(MemberRules.KNOWN),
            ReadinessRules::noFailoverCandidate);

    static final Rule SYNC_STANDBY_MISSING = Rule.of(
            new Rule.Card(
                    "PatroniSyncStandbyMissing",
                    "sync-standby-missing",
                    Unit.COUNT,
                    StateEffect.IMMEDIATE,
                    "Synchronous mode is on and there is no synchronous standby",
                    "$cluster is in synchronous mode and has no synchronous standby."),
            syncStandbyMissing(false),
            syncStandbyMissing(true));

    private static final String MODE_UNREAD = "whether synchronous mode is on could not be read";

    private static final Set<String> SYNCHRONOUS = Set.of("sync", "quorum");

    private ReadinessRules() {}

    private static List<Finding> noFailoverCandidate(ClusterSnapshot snapshot, Level level) {
        if (snapshot.members().size() < 2 && snapshot.expectedMembers() < 2) {
            return List.of();
        }
        if (snapshot.facts().leadership().hasLeader() != Certainty.YES) {
            return List.of(level.unknown(null, "without a leader nobody can be compared with it"));
        }
        if (!snapshot.facts().candidates(Certainty.YES).isEmpty()) {
            return List.of(level.clear(null));
        }
        if (!snapshot.facts().candidates(Certainty.UNKNOWN).isEmpty()) {
            return List.of(level.unknown(null, "the settings, which decide who could take over, could not be read"));
        }
        List<FailoverCandidate> replicas = snapshot.facts().failoverCandidates();
        String exclusions = replicas.stream().map(FailoverCandidate::reason).collect(Collectors.joining("; "));
        return List.of(level.holds(
                null,
                0,
                "No replica of %s could take over (%s)."
                        .formatted(snapshot.cluster(), replicas.isEmpty() ? "there is none" : exclusions)));
    }

    private static Rule.Case syncStandbyMissing(boolean strict) {
        return Rule.Case.judgedHere((snapshot, level) -> syncStandbyMissing(snapshot, level, strict));
    }

    private static List<Finding> syncStandbyMissing(ClusterSnapshot snapshot, Level level, boolean strict) {
        DynamicConfig config = snapshot.seen().config();
        boolean isJudged = config.synchronousMode().isOn()
                && config.synchronousMode().strict() == strict
                && !config.standbyCluster();
        if (!isJudged) {
            return List.of(
                    snapshot.seen().dcs().config().isAnswered() ? level.clear(null) : level.unknown(null, MODE_UNREAD));
        }
        Optional<Long> standbys = snapshot.facts().leadership().hasLeader() == Certainty.YES
                ? byPrimary(snapshot).or(() -> byDcs(snapshot))
                : Optional.empty();
        if (standbys.isEmpty()) {
            return List.of(level.unknown(null, "neither the primary nor the DCS could be read"));
        }
        if (standbys.get() > 0) {
            return List.of(level.clear(null));
        }
        String effect = strict ? "and writes block" : "and Patroni would promote nobody";
        return List.of(level.holds(
                null,
                0,
                "%s has no synchronous standby, %s%s.".formatted(snapshot.cluster(), effect, excused(snapshot))));
    }

    /** Who may not be one, by its tags; empty when nobody is. */
    private static String excused(ClusterSnapshot snapshot) {
        String excused = Replicas.of(snapshot).stream()
                .flatMap(replica -> replica
                        .patroni()
                        .value()
                        .flatMap(status -> status.tags()
                                .synchronousObstacle(status.identity().version()))
                        .map(tag -> replica.name() + " is " + tag)
                        .stream())
                .collect(Collectors.joining("; "));
        return excused.isEmpty() ? "" : " (" + excused + ")";
    }

    /** The truth, as PostgreSQL waits for it; without {@code pg_monitor} the column is null. */
    private static Optional<Long> byPrimary(ClusterSnapshot snapshot) {
        return Optional.ofNullable(snapshot.facts().leadership().leader())
                .flatMap(leader -> snapshot.seen().member(leader))
                .flatMap(leader -> leader.postgres().value())
                .filter(PostgresFacts::isWritable)
                .filter(facts -> facts.server().monitorPrivileges())
                .map(facts -> facts.replication().senders().stream()
                        .filter(ReadinessRules::isSynchronous)
                        .count());
    }

    private static boolean isSynchronous(WalSender sender) {
        return sender.syncState() != null && SYNCHRONOUS.contains(sender.syncState());
    }

    private static Optional<Long> byDcs(ClusterSnapshot snapshot) {
        return snapshot.seen()
                .dcs()
                .view()
                .value()
                .map(ClusterView::members)
                .map(members -> members.stream()
                        .filter(member ->
                                member.role() == MemberRole.SYNC_STANDBY || member.role() == MemberRole.QUORUM_STANDBY)
                        .count());
    }
}
