package io.greenlang.patroni.monitor.generate;

/** The source document's table of contents, down to its last heading, with the page that each has become. */
final class SourceContents {
    static final String TEXT = """
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

    private SourceContents() {}
}
