package io.greenlang.patroni.monitor.rule;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What makes an alert meaningless: another one that explains it, or somebody who works on the cluster. One cause, one page.
 * Split brain is never silenced.
 */
public final class Causality {
    private static final List<Rule> REPLICATION =
            List.of(LagRules.SECONDS, LagRules.BYTES, ReplicaRules.NOT_STREAMING, ReplicaRules.TIMELINE_DIVERGED);

    private static final List<Rule> WITHOUT_A_LEADER = plus(
            REPLICATION,
            MemberRules.MEMBER_DOWN,
            MemberRules.MEMBERS_MISSING,
            ReadinessRules.NO_FAILOVER_CANDIDATE,
            ReadinessRules.SYNC_STANDBY_MISSING);

    private static final List<Inhibition> INHIBITIONS = List.of(
            Inhibition.inCluster(
                    MemberRules.CLUSTER_BLIND,
                    null,
                    Catalogue.rules().stream()
                            .filter(rule -> !rule.isAboutMonitor() || rule == VisibilityRules.SOURCE_UNREAD)
                            .filter(rule -> rule != MemberRules.CLUSTER_BLIND && rule != LeaderRules.SPLIT_BRAIN)
                            .filter(rule -> rule != CertificateRules.EXPIRING) // may be why
                            .toList()),
            Inhibition.inCluster(
                    LeaderRules.SPLIT_BRAIN,
                    null,
                    plus(
                            WITHOUT_A_LEADER,
                            LeaderRules.NO_LEADER,
                            LeaderRules.FAILOVERS,
                            DcsRules.DCS_STALE,
                            ArchiveRules.FAILURES,
                            ArchiveRules.BACKLOG)),
            Inhibition.inCluster(LeaderRules.NO_LEADER, null, WITHOUT_A_LEADER),
            Inhibition.inCluster(DcsRules.READ_ONLY, null, List.of(LeaderRules.NO_LEADER)),
            Inhibition.inCluster(MemberRules.MEMBER_DOWN, null, List.of(MemberRules.MEMBERS_MISSING)),
            Inhibition.inCluster(
                    MemberRules.MEMBER_DOWN, Severity.CRITICAL, List.of(ReadinessRules.NO_FAILOVER_CANDIDATE)),
            Inhibition.ofMember(
                    MemberRules.MEMBER_DOWN,
                    plus(
                            REPLICATION,
                            DcsRules.DCS_STALE,
                            ClockRules.CLOCK_SKEW,
                            MaintenanceRules.PENDING_RESTART,
                            VisibilityRules.SOURCE_UNREAD,
                            MonitorRules.PRIVILEGES)),
            Inhibition.inCluster(
                    ReplicaRules.NOT_STREAMING,
                    Severity.CRITICAL,
                    List.of(LagRules.SECONDS, LagRules.BYTES, ReadinessRules.NO_FAILOVER_CANDIDATE)),
            Inhibition.inCluster(
                    DcsHealthRule.UNHEALTHY, Severity.CRITICAL, List.of(DcsRules.DCS_STALE, DcsRules.FAILSAFE_ACTIVE)),
            Inhibition.inCluster(DcsRules.DCS_STALE, Severity.CRITICAL, List.of(DcsRules.FAILSAFE_ACTIVE)));

    /** Writes that block, no leader, a full disk are an outage even while someone works on the cluster. */
    private static final Set<Rule> MEANINGLESS_IN_MAINTENANCE = Set.copyOf(plus(
            REPLICATION,
            MemberRules.MEMBER_DOWN,
            MemberRules.MEMBERS_MISSING,
            ReadinessRules.NO_FAILOVER_CANDIDATE,
            LeaderRules.FAILOVERS,
            MaintenanceRules.PENDING_RESTART));

    private Causality() {}

    /**
     * While the cause fires, its effects are silent.
     *
     * @param severity of the cause; null for either
     * @param sameMember only the effects at the member of the cause; else all in its cluster
     */
    public record Inhibition(Rule cause, @Nullable Severity severity, List<Rule> effects, boolean sameMember) {
        public Inhibition {
            effects = List.copyOf(effects);
        }

        private static Inhibition inCluster(Rule cause, @Nullable Severity severity, List<Rule> effects) {
            return new Inhibition(cause, severity, effects, false);
        }

        private static Inhibition ofMember(Rule cause, List<Rule> effects) {
            return new Inhibition(cause, null, effects, true);
        }
    }

    /** Beside these, a critical alert silences the warning of the same name at the same subject. */
    public static List<Inhibition> inhibitions() {
        return INHIBITIONS;
    }

    /** A pause or a scheduled switchover explains it. */
    public static boolean isMeaninglessInMaintenance(Rule rule) {
        return MEANINGLESS_IN_MAINTENANCE.contains(rule);
    }

    private static List<Rule> plus(List<Rule> some, Rule... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }
}
