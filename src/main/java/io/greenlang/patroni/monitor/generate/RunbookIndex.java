package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.rule.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/runbooks/README.md}: the way from an alert, or from a task, to its page. */
final class RunbookIndex {
    static final String LABEL = "runbook-index";

    private static final String PAGE = """
            # Runbooks

            %s

            A page for each alert, and a page for each task. Set the variables and `patroni-monitor` once, as
            [prerequisites](../procedures/prerequisites.md) has it. Whom to wake: [contacts](../procedures/contacts.md).

            ## Alerts

            The limits are those of the configuration that this page was written with, as a rule the defaults;
            `patroni_monitor_threshold` shows those in force.

            %s

            Off until Prometheus reads `alerts/optional`: [%s](%s.md).

            ## Tasks

            The sections of the operations runbook, in its order, and where each of them stands.

            %s""";

    /** The table of contents of the operations runbook, down to its last heading, with the page that each has become. */
    private static final String TASKS = """
            1. [Overview](../procedures/overview.md)
               - [Key Components](../procedures/overview.md#key-components)
            2. [Architecture](../procedures/overview.md#architecture)
            3. [Prerequisites](../procedures/prerequisites.md)
               - [Tools Required](../procedures/prerequisites.md#tools-required)
               - [Environment Variables](../procedures/prerequisites.md#environment-variables)
            4. [Cluster Status](../procedures/cluster-status.md)
               - [View Cluster Status](../procedures/cluster-status.md#view-cluster-status)
               - [Check Cluster Topology](../procedures/cluster-status.md#check-cluster-topology)
               - [View Cluster History](../procedures/cluster-status.md#view-cluster-history)
               - [Check Replication Lag](../procedures/cluster-status.md#check-replication-lag)
               - [Check via Patroni REST API](../procedures/cluster-status.md#check-via-patroni-rest-api)
            5. Manual Failover Procedures
               - [Planned Switchover (Zero Downtime)](../procedures/switchover.md#planned-switchover-zero-downtime)
               - [Scheduled Switchover](../procedures/switchover.md#scheduled-switchover)
               - [Emergency Failover](../procedures/emergency-failover.md)
               - [Rollback Failover](../procedures/rollback-failover.md)
            6. Adding/Removing Replicas
               - [Adding a New Replica](../procedures/add-replica.md)
               - [Removing a Replica](../procedures/remove-replica.md)
               - [Reinitializing a Replica](../procedures/reinitialize-replica.md)
            7. Backup and Recovery
               - [Trigger Manual Backup](../procedures/backup.md#trigger-manual-backup)
               - [View Available Backups](../procedures/backup.md#view-available-backups)
               - [Point-in-Time Recovery](../procedures/point-in-time-recovery.md)
            8. [Configuration Changes](../procedures/configuration-changes.md)
               - [View Current Configuration](../procedures/configuration-changes.md#view-current-configuration)
               - [Edit Cluster Configuration](../procedures/configuration-changes.md#edit-cluster-configuration)
               - [Reload Configuration](../procedures/configuration-changes.md#reload-configuration)
               - [Restart PostgreSQL (Rolling)](../procedures/configuration-changes.md#restart-postgresql-rolling)
               - [Pending restart](../procedures/configuration-changes.md#pending-restart)
            9. Troubleshooting Guide
               - Common Issues
                 - [Split-Brain Detected](PatroniSplitBrain.md): Multiple nodes claim to be primary
                 - [Replica Not Catching Up](PatroniReplicaNotStreaming.md): High replication lag, see
                   [PatroniReplicationLagSeconds](PatroniReplicationLagSeconds.md) when it streams
                 - [Cannot Connect to Primary](PatroniClientEndpointDown.md): Connection refused to primary service, see
                   [PatroniNoLeader](PatroniNoLeader.md) when nobody leads
                 - [DCS (Kubernetes) Unreachable](PatroniDcsStale.md): Patroni cannot reach Kubernetes API
                 - [Disk Full](PatroniDiskUsage.md): PostgreSQL refuses connections, errors in logs
               - [Log Analysis](../procedures/log-analysis.md)
            10. [Monitoring and Alerting](../procedures/monitoring.md)
                - [Key Metrics to Monitor](../procedures/monitoring.md#key-metrics-to-monitor)
                - [Prometheus Queries](../procedures/monitoring.md#prometheus-queries)
                - [Grafana Dashboard](../procedures/monitoring.md#grafana-dashboard)
            11. [Disaster Recovery](../procedures/disaster-recovery.md)
                - [Complete Cluster Recovery](../procedures/disaster-recovery.md#complete-cluster-recovery)
                - [Cross-Region Recovery](../procedures/disaster-recovery.md#cross-region-recovery)

            And, without a number:

            - [Maintenance Windows](../procedures/maintenance.md)
              - [Recommended Maintenance Schedule](../procedures/maintenance.md#recommended-maintenance-schedule)
              - [Pre-Maintenance Checklist](../procedures/maintenance.md#pre-maintenance-checklist)
              - [Post-Maintenance Checklist](../procedures/maintenance.md#post-maintenance-checklist)
            - [Contact Information](../procedures/contacts.md)
            """;

    private static final double MEBIBYTE = 1024 * 1024;

    private RunbookIndex() {}

    static String text(Thresholds thresholds) {
        return PAGE.formatted(
                Markdown.generatedBy(LABEL),
                Markdown.table(
                        List.of("Alert", "Meaning", "Warning", "Critical"),
                        Catalogue.rules().stream()
                                .map(rule -> row(rule, thresholds))
                                .toList()),
                BurnRateRules.ALERT,
                BurnRateRules.ALERT,
                TASKS);
    }

    private static List<String> row(Rule rule, Thresholds thresholds) {
        return List.of(
                Markdown.link(rule.name(), rule.page() + ".md"),
                rule.summary(),
                cell(rule, Severity.WARNING, thresholds),
                cell(rule, Severity.CRITICAL, thresholds));
    }

    private static String cell(Rule rule, Severity severity, Thresholds thresholds) {
        if (!rule.severities().contains(severity)) {
            return "";
        }
        return rule.limit(severity, thresholds).map(limit -> words(rule, limit)).orElse("off");
    }

    /** When one severity of a rule fires, in the words that its page uses, too. */
    static String words(Rule rule, Limit limit) {
        String number = rule.hasNumericLimit() ? limit(rule.unit(), limit.value()) : "";
        String words = Stream.of(number, time(limit.pendingFor()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? "at once" : words;
    }

    private static String limit(Unit unit, double value) {
        return switch (unit) {
            case SECONDS -> "more than " + plain(value) + " s";
            case SECONDS_LEFT -> "less than " + left(Duration.ofSeconds((long) value));
            case BYTES -> "more than " + plain(value / MEBIBYTE) + " MiB";
            case PERCENT, PERCENT_OF_AGE -> "more than " + plain(value) + " %";
            case INTERVALS -> "more than " + plain(value) + " intervals";
            case COUNT, CONDITION, DURATION -> "more than " + plain(value);
        };
    }

    private static String left(Duration limit) {
        if (limit.equals(Duration.ofDays(limit.toDays()))) {
            return limit.toDays() + " d";
        }
        return limit.equals(Duration.ofHours(limit.toHours())) ? limit.toHours() + " h" : limit.toMinutes() + " min";
    }

    /** Empty for no time at all. */
    private static String time(Duration pendingFor) {
        if (pendingFor.isZero()) {
            return "";
        }
        if (pendingFor.toSeconds() % 60 != 0) {
            return "for " + pendingFor.toSeconds() + " s";
        }
        return pendingFor.toMinutes() % 60 == 0
                ? "for " + pendingFor.toHours() + " h"
                : "for " + pendingFor.toMinutes() + " min";
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
