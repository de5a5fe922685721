package io.greenlang.patroni.monitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.generate.RuleFile;
import io.greenlang.patroni.monitor.testing.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters with limits of their own, before Prometheus' rule engine. */
class OwnLimitsIT {
    private static final String CONFIG = """
            patroni-monitor.clusters {
              main { seeds = ["http://a:8008"] }
              "a.b+c" {
                seeds = ["http://b:8008"]
                thresholds { replication-lag-seconds { warning = 10 }, disk-usage { critical = off } }
              }
              "größe|(\\"x\\")\\\\" {
                seeds = ["http://c:8008"]
                thresholds { replication-lag-seconds.for = 5m, poll-failing.critical = 20 }
              }
              quiet { seeds = ["http://d:8008"], thresholds.replication-lag-seconds { warning = off, critical = off } }
            }
            """;

    private static final String TEST = """
            rule_files: [rules.yml]
            evaluation_interval: 15s
            tests:
              - interval: 15s
                input_series:
                  - {series: 'patroni_cluster_state{cluster="main", state="healthy"}', values: 1x40}
                  - {series: 'patroni_cluster_state{cluster="a.b+c", state="healthy"}', values: 0x40}
                  - {series: 'patroni_cluster_state{cluster="axbbc", state="healthy"}', values: 1x40}
                  - {series: 'patroni_cluster_state{cluster="größe|(\\"x\\")\\\\", state="healthy"}', values: 1x40}
                  - {series: 'patroni_cluster_state{cluster="quiet", state="healthy"}', values: 1x40}
                  - {series: 'pg_replication_lag_seconds{cluster="main", member="m"}', values: 20x40}
                  - {series: 'pg_replication_lag_seconds{cluster="a.b+c", member="m"}', values: 20x40}
                  - {series: 'pg_replication_lag_seconds{cluster="axbbc", member="m"}', values: 20x40}
                  - {series: 'pg_replication_lag_seconds{cluster="größe|(\\"x\\")\\\\", member="m"}', values: 40x40}
                  - {series: 'pg_replication_lag_seconds{cluster="quiet", member="m"}', values: 400x40}
                alert_rule_test:
                  - eval_time: 2m
                    alertname: PatroniReplicationLagSeconds
                    exp_alerts:
                      - exp_labels: {severity: warning, cluster: a.b+c, member: m}
                        exp_annotations: &own
                          summary: A standby replays WAL too late.
                          description: m of a.b+c is 20s behind the primary.
                          runbook_url: https://github.com/greenlang/patroni-monitor/blob/main/docs/runbooks/PatroniReplicationLagSeconds.md
                          dashboard_url: https://grafana.greenlang.io/d/patroni-overview/patroni-cluster-overview?var-cluster=a.b+c
                  - eval_time: 5m
                    alertname: PatroniReplicationLagSeconds
                    exp_alerts:
                      - exp_labels: {severity: warning, cluster: a.b+c, member: m}
                        exp_annotations: *own
                      - exp_labels: {severity: warning, cluster: 'größe|("x")\\', member: m}
                        exp_annotations:
                          summary: A standby replays WAL too late.
                          description: 'm of größe|("x")\\ is 40s behind the primary.'
                          runbook_url: https://github.com/greenlang/patroni-monitor/blob/main/docs/runbooks/PatroniReplicationLagSeconds.md
                          dashboard_url: 'https://grafana.greenlang.io/d/patroni-overview/patroni-cluster-overview?var-cluster=größe|("x")\\'
            """;

    @TempDir
    private Path folder;

    @Test
    void firesByTheLimitsOfEachCluster() throws Exception {
        Path config = Files.writeString(folder.resolve("monitor.conf"), CONFIG);
        Path rules =
                Files.writeString(folder.resolve("rules.yml"), RuleFile.forPrometheus(Configs.LOADER.load(config)));
        Path test = Files.writeString(folder.resolve("limits.test.yml"), TEST);

        // Two times to wait are two rules of one name, which promtool's lint takes for a slip; they are about different
        // clusters.
        assertRuns("promtool", "check", "rules", "--lint=none", rules.toString());
        assertRuns("promtool", "test", "rules", test.toString());
    }

    private static void assertRuns(String... command) {
        Command.Result result = Command.run(command);

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }
}
