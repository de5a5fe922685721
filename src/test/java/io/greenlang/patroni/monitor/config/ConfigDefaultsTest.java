package io.greenlang.patroni.monitor.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.PasswordUse;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig.Watched;
import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.config.ClusterConfig.TimescalePace;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.MonitorConfig.LogConfig;
import io.greenlang.patroni.monitor.config.Thresholds.BackupAges;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.config.Thresholds.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigDefaultsTest {
    private static final Duration NONE = Duration.ZERO;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final double MIB = 1024 * 1024;

    private final MonitorConfig config;
    private final ClusterConfig cluster;

    ConfigDefaultsTest() throws ConfigException {
        config = Configs.LOADER.load("patroni-monitor.clusters.main.seeds = [\"http://node1:8008\"]", "minimal.conf");
        cluster = config.clusters().get(0);
    }

    @Test
    void servesPlainHttpToEverybody() {
        assertThat(config.http()).isEqualTo(new HttpConfig("0.0.0.0", 9933, null, null));
    }

    @Test
    void logsTextFromInfoOn() {
        assertThat(config.log()).isEqualTo(new LogConfig("info", false));
    }

    @Test
    void holdsTheRunbooksLimitsBeforeMaintenance() {
        assertThat(config.checklist())
                .isEqualTo(new ChecklistConfig(Duration.ofSeconds(10), Duration.ofHours(26), false));
    }

    @Test
    void tellsNoAlertmanager() {
        assertThat(config.alertmanager())
                .isEqualTo(new AlertmanagerConfig(
                        List.of(),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        null,
                        new Tls(null, null, null, true)));
    }

    @Test
    void linksToTheProjectsOwnPages() {
        assertThat(config.links().runbook("PatroniNoLeader"))
                .isEqualTo("https://github.com/greenlang/patroni-monitor/blob/main/docs/runbooks/PatroniNoLeader.md");
        assertThat(config.links().dashboard("main"))
                .isEqualTo("https://grafana.greenlang.io/d/patroni-overview/patroni-cluster-overview?var-cluster=main");
        assertThat(config.links().dashboard("a b&c")).endsWith("?var-cluster=a+b%26c");
    }

    @Test
    void findsMembersByTheSeedsAlone() {
        assertThat(cluster.name()).isEqualTo("main");
        assertThat(cluster.scope()).isEqualTo("main");
        assertThat(cluster.expectedMembers()).isZero();
        assertThat(cluster.discovery())
                .isEqualTo(new Discovery(
                        "main",
                        List.of(URI.create("http://node1:8008")),
                        null,
                        "http",
                        MemberAddresses.PUBLISHED,
                        Duration.ofHours(24),
                        Set.of()));
    }

    @Test
    void pollsEveryFiveSeconds() {
        assertThat(cluster.poll())
                .isEqualTo(new PollConfig(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        new SlowPace(
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(10),
                                new TimescalePace(Duration.ofMinutes(5), 20)),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10)));
    }

    @Test
    void asksPatroniWithoutCredentials() {
        assertThat(cluster.patroni())
                .isEqualTo(new PatroniConfig(null, null, new Tls(null, null, null, true), HostList.of("node1")));
    }

    @Test
    void asksPostgresAsTheRoleOfTheSetupScript() {
        assertThat(cluster.postgres())
                .isEqualTo(new PostgresConfig(
                        true,
                        "patroni_monitor",
                        null,
                        "postgres",
                        "prefer",
                        null,
                        null,
                        new PasswordUse(RequireAuth.ANY, HostList.of("node1")),
                        new Watched(Set.of(), 50, Set.of())));
    }

    @Test
    void asksNoEndpointOfApplications() {
        assertThat(cluster.endpoints()).isEqualTo(EndpointsConfig.none(cluster.postgres()));
    }

    @Test
    void measuresDisksThroughTheViewAlone() {
        assertThat(cluster.disk()).isEqualTo(DiskConfig.VIEW_ONLY);
    }

    @Test
    void takesTheLimitsOfTheRunbook() {
        assertThat(cluster.thresholds().archiveFailureWindow()).isEqualTo(Duration.ofHours(1));
        assertThat(cluster.thresholds().maintenanceWindow()).isEqualTo(Duration.ofHours(4));
        assertThat(cluster.thresholds().backupAges())
                .isEqualTo(new BackupAges(Duration.ofDays(8), Duration.ofHours(26)));
        assertThat(cluster.thresholds().byRule())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        entry("replication-lag-seconds", both(30, 60, MINUTE)),
                        entry("replication-lag-bytes", both(50 * MIB, 100 * MIB, MINUTE)),
                        entry("connection-usage", both(80, 95, MINUTE)),
                        entry("disk-usage", both(70, 85, MINUTE)),
                        entry("wal-archive-failures", both(0, 5, NONE)),
                        entry("wal-archive-backlog", both(50, 500, Duration.ofMinutes(5))),
                        entry("failovers", both(1, 3, NONE)),
                        entry("dcs-stale", both(50, 100, Duration.ofSeconds(15))),
                        entry("clock-skew", new Limits(new Limit(5, Duration.ofMinutes(5)), null)),
                        entry("certificate-expiring", both(1_209_600, 259_200, MINUTE)),
                        entry("poll-failing", both(3, 10, NONE)),
                        entry("slot-wal-retention", both(10L << 30, 50L << 30, Duration.ofMinutes(5))),
                        entry("xid-wraparound", both(40, 75, Duration.ofMinutes(10))),
                        entry("long-transaction", both(1800, 7200, MINUTE)),
                        entry("idle-in-transaction", both(300, 900, MINUTE)),
                        entry("blocked-sessions", both(120, 600, Duration.ofSeconds(30))),
                        entry("slot-lost", both(0, 0, MINUTE)),
                        entry("checksum-failures", critical(Duration.ZERO)),
                        entry("backup-too-old", both(100, 200, Duration.ofMinutes(15))),
                        entry("backup-failed", both(0, 0, Duration.ofMinutes(15))),
                        entry("timescale-job-failing", both(0, 10, Duration.ofMinutes(10))),
                        entry("paused", new Limits(age(Duration.ofMinutes(30)), age(Duration.ofHours(4)))),
                        entry("pending-restart", new Limits(age(Duration.ofMinutes(30)), null)),
                        entry("source-unread", new Limits(age(Duration.ofMinutes(2)), age(Duration.ofMinutes(10)))),
                        entry("split-brain", critical(NONE)),
                        entry("no-leader", critical(Duration.ofSeconds(30))),
                        entry("cluster-blind", critical(MINUTE)),
                        entry("member-down", both(0, 0, MINUTE)),
                        entry("members-missing", warning(Duration.ofMinutes(2))),
                        entry("replica-not-streaming", both(0, 0, MINUTE)),
                        entry("timeline-diverged", critical(MINUTE)),
                        entry("no-failover-candidate", critical(Duration.ofMinutes(2))),
                        entry("sync-standby-missing", both(0, 0, MINUTE)),
                        entry("failsafe-active", warning(Duration.ofSeconds(30))),
                        entry("dcs-read-only", critical(NONE)),
                        entry("dcs-unhealthy", both(0, 0, MINUTE)),
                        entry("client-endpoint-down", both(0, 0, MINUTE)),
                        entry("client-endpoint-misrouted", both(0, 0, MINUTE)),
                        entry("privileges", warning(MINUTE))));
    }

    @Test
    void needsNoClusterToKnowTheDefaults() {
        assertThat(Configs.LOADER.defaults())
                .isEqualTo(new MonitorConfig(
                        config.http(),
                        config.log(),
                        new StateConfig(null, Duration.ofDays(90)),
                        config.organisation(),
                        config.alertmanager(),
                        cluster.thresholds(),
                        new Shards(1, 0),
                        config.checklist(),
                        List.of(),
                        List.of(),
                        Configs.LOADER.defaults().defaultCluster()));
    }

    private static Limits both(double warning, double critical, Duration pendingFor) {
        return new Limits(new Limit(warning, pendingFor), new Limit(critical, pendingFor));
    }

    private static Limits warning(Duration pendingFor) {
        return new Limits(new Limit(0, pendingFor), null);
    }

    private static Limits critical(Duration pendingFor) {
        return new Limits(null, new Limit(0, pendingFor));
    }

    private static Limit age(Duration age) {
        return new Limit(0, age);
    }
}
