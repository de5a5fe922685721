package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.config.LimitKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every condition this product knows, once. What repeats one of them is generated from here. */
public final class Catalogue {
    private static final List<Rule> RULES = List.of(
            LagRules.SECONDS,
            LagRules.BYTES,
            CapacityRules.CONNECTION_USAGE,
            CapacityRules.DISK_USAGE,
            ArchiveRules.FAILURES,
            LeaderRules.FAILOVERS,
            LeaderRules.SPLIT_BRAIN,
            LeaderRules.NO_LEADER,
            MemberRules.CLUSTER_BLIND,
            MemberRules.MEMBER_DOWN,
            MemberRules.MEMBERS_MISSING,
            ReplicaRules.NOT_STREAMING,
            ReplicaRules.TIMELINE_DIVERGED,
            ReadinessRules.NO_FAILOVER_CANDIDATE,
            ReadinessRules.SYNC_STANDBY_MISSING,
            DcsRules.DCS_STALE,
            DcsRules.FAILSAFE_ACTIVE,
            DcsRules.READ_ONLY,
            DcsHealthRule.UNHEALTHY,
            EndpointRules.DOWN,
            EndpointRules.MISROUTED,
            ClockRules.CLOCK_SKEW,
            CertificateRules.EXPIRING,
            MaintenanceRules.PAUSED,
            MaintenanceRules.PENDING_RESTART,
            ArchiveRules.BACKLOG,
            SlotRules.WAL_RETENTION,
            SlotRules.LOST,
            HousekeepingRules.XID_WRAPAROUND,
            HousekeepingRules.CHECKSUM_FAILURES,
            TransactionRules.LONG_TRANSACTION,
            TransactionRules.IDLE_IN_TRANSACTION,
            TransactionRules.BLOCKED_SESSIONS,
            BackupRules.TOO_OLD,
            BackupRules.FAILED,
            TimescaleRules.JOB_FAILING,
            VisibilityRules.SOURCE_UNREAD,
            MonitorRules.POLL_FAILING,
            MonitorRules.PRIVILEGES,
            MonitorRules.STATE_NOT_WRITTEN,
            MonitorRules.DISCOVERY_FAILING,
            MonitorRules.WATCHDOG);

    private Catalogue() {}

    /** In the order in which people read them: the runbook's own, then the cluster, then the monitor. */
    public static List<Rule> rules() {
        return RULES;
    }

    /** How the limits of the rules that have a key are written, by that key. */
    public static Map<String, LimitKind> limits() {
        return RULES.stream()
                .filter(rule -> !rule.configKey().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Rule::configKey, Rule::limitKind));
    }

    /**
     * What only Prometheus can notice: that there is no monitor, or that one of several is missing.
     *
     * @param pendingFor a Prometheus that was just started has found nobody yet, either
     * @param words one sentence
     */
    public record Absence(Rule rule, Severity severity, String promql, Duration pendingFor, String words) {
        /** Itself, where it belongs to that severity of that rule. */
        public Optional<Absence> partOf(Rule some, Severity level) {
            return some == rule && level == severity ? Optional.of(this) : Optional.empty();
        }
    }

    /** An alert of {@code PatroniMonitorPollFailing} without a cluster: nothing is known of any, or of some. */
    public static Absence monitorGone() {
        return new Absence(
                MonitorRules.POLL_FAILING,
                Severity.CRITICAL,
                "absent(patroni_monitor_build_info) or max(patroni_monitor_shards)"
                        + " > count(count_values(\"ordinal\", patroni_monitor_shard_ordinal))",
                Duration.ofMinutes(2),
                "Prometheus has found no patroni-monitor for two minutes, or not every shard of it: nothing is known of"
                        + " the clusters that it watches.");
    }

    /** By alertname. */
    public static Optional<Rule> rule(String name) {
        return RULES.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
