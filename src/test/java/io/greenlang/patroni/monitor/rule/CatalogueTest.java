package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.config.Thresholds.Limits;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    /** The contract's metrics, as far as a rule may use them. */
    private static final Set<String> METRICS = Set.of(
            "pg_replication_lag_seconds",
            "pg_replication_lag_bytes",
            "pg_stat_activity_count",
            "pg_settings_max_connections",
            "pg_disk_used_bytes",
            "pg_disk_available_bytes",
            "pg_wal_archive_ready_files",
            "pg_stat_archiver_failures_recent",
            "pg_stat_archiver_failed_count",
            "pg_in_recovery",
            "pg_replication_slots_pg_wal_lsn_diff",
            "pg_replication_slots_safe_wal_size_bytes",
            "pg_replication_slots_wal_status",
            "patroni_standby_leader",
            "pg_wraparound_ratio",
            "pg_checksum_failures",
            "pg_checksum_last_failure_timestamp_seconds",
            "pg_stat_activity_max_tx_duration",
            "pg_stat_activity_max_idle_in_transaction_duration",
            "pg_stat_activity_max_blocked_duration",
            "patroni_cluster_state",
            "patroni_monitor_state_write_failures_total",
            "patroni_cluster_members_expected",
            "patroni_cluster_has_leader",
            "patroni_cluster_split_brain",
            "patroni_cluster_paused",
            "patroni_cluster_failover_candidates",
            "patroni_cluster_failovers_24h",
            "patroni_cluster_ttl_seconds",
            "patroni_nostream",
            "patroni_replica",
            "patroni_replica_diverged",
            "patroni_postgres_running",
            "patroni_postgres_streaming",
            "patroni_dcs_last_seen",
            "patroni_pending_restart",
            "patroni_failsafe_mode_is_active",
            "patroni_member_info",
            "patroni_monitor_member_up",
            "patroni_monitor_failure",
            "patroni_monitor_clock_offset_seconds",
            "patroni_certificate_not_after_timestamp_seconds",
            "patroni_monitor_last_poll_timestamp_seconds",
            "pgbackrest_backup_since_last_completion_seconds",
            "patroni_cluster_backup_max_age_seconds",
            "patroni_cluster_backup_problems",
            "patroni_cluster_backup_missing",
            "timescaledb_job_failures_in_a_row",
            "timescaledb_jobs_overdue",
            "patroni_monitor_source_unread_seconds",
            "patroni_cluster_lock_free_seconds",
            "patroni_dcs_up",
            "patroni_dcs_has_quorum",
            "patroni_dcs_errors",
            "patroni_monitor_discovery_up",
            "patroni_monitor_discovered_clusters",
            "patroni_dcs_lost",
            "patroni_client_endpoint_failure_info",
            "patroni_client_endpoint_correct",
            "patroni_monitor_alert");

    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern METRIC = Pattern.compile("\\b(?:pg|patroni|timescaledb|pgbackrest)_\\w+");

    static List<Rule> rules() {
        return Catalogue.rules();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "PatroniReplicationLagSeconds, replication-lag-seconds, WARNING CRITICAL",
                "PatroniReplicationLagBytes, replication-lag-bytes, WARNING CRITICAL",
                "PatroniConnectionUsage, connection-usage, WARNING CRITICAL",
                "PatroniDiskUsage, disk-usage, WARNING CRITICAL",
                "PatroniWalArchiveFailures, wal-archive-failures, WARNING CRITICAL",
                "PatroniFailovers, failovers, WARNING CRITICAL",
                "PatroniSplitBrain, split-brain, CRITICAL",
                "PatroniNoLeader, no-leader, CRITICAL",
                "PatroniClusterBlind, cluster-blind, CRITICAL",
                "PatroniMemberDown, member-down, WARNING CRITICAL",
                "PatroniMembersMissing, members-missing, WARNING",
                "PatroniReplicaNotStreaming, replica-not-streaming, WARNING CRITICAL",
                "PatroniTimelineDiverged, timeline-diverged, CRITICAL",
                "PatroniNoFailoverCandidate, no-failover-candidate, CRITICAL",
                "PatroniSyncStandbyMissing, sync-standby-missing, WARNING CRITICAL",
                "PatroniDcsStale, dcs-stale, WARNING CRITICAL",
                "PatroniFailsafeActive, failsafe-active, WARNING",
                "PatroniDcsReadOnly, dcs-read-only, CRITICAL",
                "PatroniDcsUnhealthy, dcs-unhealthy, WARNING CRITICAL",
                "PatroniClientEndpointDown, client-endpoint-down, WARNING CRITICAL",
                "PatroniClientEndpointMisrouted, client-endpoint-misrouted, WARNING CRITICAL",
                "PatroniClockSkew, clock-skew, WARNING",
                "PatroniCertificateExpiring, certificate-expiring, WARNING CRITICAL",
                "PatroniPaused, paused, WARNING CRITICAL",
                "PatroniPendingRestart, pending-restart, WARNING",
                "PatroniWalArchiveBacklog, wal-archive-backlog, WARNING CRITICAL",
                "PatroniSlotWalRetention, slot-wal-retention, WARNING CRITICAL",
                "PatroniSlotLost, slot-lost, WARNING CRITICAL",
                "PatroniXidWraparound, xid-wraparound, WARNING CRITICAL",
                "PatroniChecksumFailures, checksum-failures, CRITICAL",
                "PatroniLongTransaction, long-transaction, WARNING CRITICAL",
                "PatroniIdleInTransaction, idle-in-transaction, WARNING CRITICAL",
                "PatroniBlockedSessions, blocked-sessions, WARNING CRITICAL",
                "PatroniBackupTooOld, backup-too-old, WARNING CRITICAL",
                "PatroniBackupFailed, backup-failed, WARNING CRITICAL",
                "PatroniTimescaleJobFailing, timescale-job-failing, WARNING CRITICAL",
                "PatroniMonitorSourceUnread, source-unread, WARNING CRITICAL",
                "PatroniMonitorPollFailing, poll-failing, WARNING CRITICAL",
                "PatroniMonitorPrivileges, privileges, WARNING",
                "PatroniMonitorStateNotWritten, '', WARNING",
                "PatroniMonitorDiscoveryFailing, '', WARNING",
                "PatroniMonitorWatchdog, '', WARNING",
            })
    void hasTheContractsRules(String name, String configKey, String severities) {
        Rule rule = Catalogue.rule(name).orElseThrow();

        assertThat(rule.configKey()).isEqualTo(configKey);
        assertThat(rule.severities().stream().map(Enum::name).collect(Collectors.joining(" ")))
                .isEqualTo(severities);
        assertThat(rule.page()).isEqualTo(name);
        assertThat(rule.isAboutMonitor()).isEqualTo(name.startsWith("PatroniMonitor"));
        assertThat(rule.summary()).doesNotEndWith(".").hasSizeBetween(20, 100);
    }

    @Test
    void hasNoOtherRules() {
        assertThat(Catalogue.rules()).extracting(Rule::name).hasSize(42).doesNotHaveDuplicates();
        assertThat(Catalogue.rules())
                .extracting(Rule::configKey)
                .filteredOn(key -> !key.isEmpty())
                .doesNotHaveDuplicates();
        assertThat(Catalogue.rule("PatroniUnheardOf")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void hasADefaultLimitForEachOfItsSeverities(Rule rule) {
        assertThat(rule.severities())
                .allSatisfy(severity ->
                        assertThat(rule.limit(severity, Snapshots.thresholds())).isPresent());
    }

    @Test
    void tellsLimitsThatAreNumbersFromConditionsThatAreThereOrNot() {
        assertThat(Catalogue.rules())
                .filteredOn(Rule::hasNumericLimit)
                .extracting(Rule::configKey)
                .containsExactlyInAnyOrder(
                        "replication-lag-seconds",
                        "replication-lag-bytes",
                        "connection-usage",
                        "disk-usage",
                        "wal-archive-failures",
                        "failovers",
                        "dcs-stale",
                        "clock-skew",
                        "certificate-expiring",
                        "wal-archive-backlog",
                        "slot-wal-retention",
                        "xid-wraparound",
                        "long-transaction",
                        "idle-in-transaction",
                        "blocked-sessions",
                        "backup-too-old",
                        "timescale-job-failing",
                        "poll-failing");
    }

    @Test
    void usesEveryLimitThatCanBeConfigured() {
        assertThat(Catalogue.rules())
                .extracting(Rule::configKey)
                .containsAll(Snapshots.thresholds().byRule().keySet());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void usesOnlyTheContractsMetrics(Rule rule) {
        for (Severity severity : rule.severities()) {
            String promql = rule.promql(severity, Snapshots.thresholds()).orElseThrow();
            Set<String> used = METRIC.matcher(STRING.matcher(promql).replaceAll("\"\""))
                    .results()
                    .map(match -> match.group())
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(METRICS).containsAll(used);
            assertThat(used.isEmpty()).isEqualTo(promql.equals("vector(1)"));
            assertThat(promql).doesNotContain("$").doesNotContain("%s").doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PatroniReplicationLagSeconds, WARNING, 'pg_replication_lag_seconds > 30 unless on (cluster, member) patroni_nostream == 1'",
        "PatroniReplicationLagBytes, CRITICAL, 'pg_replication_lag_bytes > 104857600'",
        "PatroniDiskUsage, WARNING, 'max by (cluster, member) (pg_disk_used_bytes / (pg_disk_used_bytes + pg_disk_available_bytes)) * 100 > 70'",
        "PatroniWalArchiveFailures, WARNING, 'pg_stat_archiver_failures_recent > 0'",
        "PatroniFailovers, CRITICAL, 'patroni_cluster_failovers_24h > 3'",
        "PatroniMonitorWatchdog, WARNING, 'vector(1)'",
    })
    void putsTheLimitIntoThePromql(String name, Severity severity, String promql) {
        assertThat(Catalogue.rule(name).orElseThrow().promql(severity, Snapshots.thresholds()))
                .contains(promql);
    }

    @Test
    void writesAFractionWithoutAnExponent() {
        Thresholds thresholds = Configs.only(Map.of(
                "replication-lag-bytes", new Limits(new Limit(0.00005, Duration.ZERO), new Limit(1e9, Duration.ZERO))));

        assertThat(LagRules.BYTES.promql(Severity.WARNING, thresholds)).contains("pg_replication_lag_bytes > 0.00005");
        assertThat(LagRules.BYTES.promql(Severity.CRITICAL, thresholds))
                .contains("pg_replication_lag_bytes > 1000000000");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void judgesNothingThatIsSwitchedOff(Rule rule) {
        Thresholds off = Configs.only(Map.of());

        assertThat(rule.evaluate(Snapshots.healthy().build(), off)).isEmpty();
        assertThat(rule.promql(Severity.WARNING, off).isPresent())
                .isEqualTo(rule.configKey().isEmpty());
        assertThat(rule.promql(Severity.CRITICAL, off)).isEmpty();
    }

    @Test
    void switchesOffOneSeverityAlone() {
        Thresholds warningOff = Configs.thresholds("member-down.warning = off");

        assertThat(MemberRules.MEMBER_DOWN.evaluate(Snapshots.healthy().build(), warningOff))
                .extracting(Finding::severity)
                .containsOnly(Severity.CRITICAL);
    }

    @ParameterizedTest
    @MethodSource("rulesAboutSnapshots")
    void findsNothingWrongWithAHealthyCluster(Rule rule) {
        assertThat(verdicts(rule, Snapshots.healthy())).containsOnly(new Verdict.Clear());
    }

    @ParameterizedTest
    @MethodSource("rulesThatNeedAnAnswer")
    void neverCallsABlindClusterWell(Rule rule) {
        assertThat(verdicts(rule, Snapshots.healthy().blind())).isNotEmpty().doesNotContain(new Verdict.Clear());
    }

    /** Endpoints of applications are not configured here: {@link EndpointRulesTest}. */
    static Stream<Rule> rulesAboutSnapshots() {
        return Catalogue.rules().stream()
                .filter(rule -> rule != EndpointRules.DOWN && rule != EndpointRules.MISROUTED)
                .filter(rule -> !rule.configKey().isEmpty() && rule != MonitorRules.POLL_FAILING);
    }

    /** The others go by what is known without one: the history, the diagnosis, the settings. */
    static Stream<Rule> rulesThatNeedAnAnswer() {
        return rulesAboutSnapshots()
                .filter(rule -> rule != LeaderRules.FAILOVERS
                        && rule != MemberRules.MEMBER_DOWN
                        && rule != ReadinessRules.SYNC_STANDBY_MISSING);
    }

    private static List<Verdict> verdicts(Rule rule, Snapshots snapshot) {
        return rule.evaluate(snapshot.build(), Snapshots.thresholds()).stream()
                .map(Finding::verdict)
                .toList();
    }
}
