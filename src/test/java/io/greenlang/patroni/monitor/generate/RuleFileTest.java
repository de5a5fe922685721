package io.greenlang.patroni.monitor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Causality;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleFileTest {
    private static final ObjectMapper YAML = new YAMLMapper();

    @TempDir
    private Path folder;

    static List<Rule> rules() {
        return Catalogue.rules();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saysOfEveryAlertHowBadItIsAndWhatToDo(Rule rule) throws IOException {
        List<JsonNode> alerts = alerts(RuleFile.forPrometheus(Configs.LOADER.defaults()), rule.name());

        assertThat(alerts)
                .extracting(alert -> alert.at("/labels/severity").asText())
                .containsAll(rule.severities().stream().map(Severity::label).toList());
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.at("/annotations/summary").asText()).isEqualTo(rule.summary() + ".");
            assertThat(alert.at("/annotations/description").asText())
                    .endsWith(".")
                    .doesNotContain("$cluster ");
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .startsWith("https://")
                    .endsWith("/" + rule.name() + ".md");
            assertThat(alert.at("/annotations/dashboard_url").asText())
                    .startsWith("https://")
                    .endsWith("{{ with $labels.cluster }}?var-cluster={{ . }}{{ end }}");
            assertThat(alert.get("for").asText()).matches("\\d+(ms|s|m|h)");
            assertThat(alert.get("labels").has("maintenance")).isEqualTo(Causality.isMeaninglessInMaintenance(rule));
        });
    }

    @Test
    void namesNoMemberWhereTheAlertHasNone() throws IOException {
        assertThat(alerts(RuleFile.forPrometheus(Configs.LOADER.defaults()), "PatroniReplicaNotStreaming"))
                .extracting(alert -> alert.at("/annotations/description").asText())
                .containsExactly(
                        "{{ $labels.member }} of {{ $labels.cluster }} does not stream WAL.",
                        "No replica of {{ $labels.cluster }} streams WAL.");
    }

    @Test
    void tellsOfTheMonitorsEndByARuleOfItsOwn() throws IOException {
        assertThat(alerts(RuleFile.forPrometheus(Configs.LOADER.defaults()), "PatroniMonitorPollFailing"))
                .filteredOn(alert -> alert.get("expr").asText().startsWith("absent(patroni_monitor_build_info) or "))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.get("for").asText()).isEqualTo("2m");
                    assertThat(alert.get("labels")).hasToString("{\"cluster\":\"\",\"severity\":\"critical\"}");
                });
    }

    @Test
    void hasOneRuleForLimitsThatDifferAndOneForEachTime() throws Exception {
        MonitorConfig config = load("""
                patroni-monitor.clusters {
                  main { seeds = ["http://a:8008"] }
                  own { seeds = ["http://b:8008"], thresholds.replication-lag-seconds.warning = 10 }
                  patient { seeds = ["http://c:8008"], thresholds.replication-lag-seconds.for = 5m }
                }
                """);
        List<JsonNode> warnings = alerts(RuleFile.forPrometheus(config), "PatroniReplicationLagSeconds").stream()
                .filter(alert -> alert.at("/labels/severity").asText().equals("warning"))
                .toList();

        assertThat(warnings).extracting(alert -> alert.get("for").asText()).containsExactly("1m", "5m");
        assertThat(warnings).extracting(alert -> alert.get("expr").asText()).containsExactly("""
                max by (cluster, member) (
                  pg_replication_lag_seconds > 30 unless on (cluster, member) patroni_nostream == 1
                  or patroni_monitor_alert_held{alertname="PatroniReplicationLagSeconds",severity="warning"}
                ) unless on (cluster) patroni_cluster_state{state="healthy",cluster=~"own|patient"}
                or
                max by (cluster, member) (
                  pg_replication_lag_seconds > 10 unless on (cluster, member) patroni_nostream == 1
                  or patroni_monitor_alert_held{alertname="PatroniReplicationLagSeconds",severity="warning"}
                ) and on (cluster) patroni_cluster_state{state="healthy",cluster=~"own"}""", """
                max by (cluster, member) (
                  pg_replication_lag_seconds > 30 unless on (cluster, member) patroni_nostream == 1
                  or patroni_monitor_alert_held{alertname="PatroniReplicationLagSeconds",severity="warning"}
                ) and on (cluster) patroni_cluster_state{state="healthy",cluster=~"patient"}""");
    }

    @Test
    void hasNoRuleForWhatIsOff() throws Exception {
        MonitorConfig config = load("""
                patroni-monitor {
                  thresholds { disk-usage.warning = off, poll-failing.critical = off, no-leader.critical = off }
                  clusters.main.seeds = ["http://a:8008"]
                }
                """);
        String file = RuleFile.forPrometheus(config);

        assertThat(alerts(file, "PatroniNoLeader")).isEmpty();
        assertThat(alerts(file, "PatroniDiskUsage"))
                .extracting(alert -> alert.at("/labels/severity").asText())
                .containsExactly("critical");
        assertThat(alerts(file, "PatroniMonitorPollFailing"))
                .extracting(alert -> alert.at("/labels/severity").asText())
                .containsExactly("warning");
        assertThat(alerts(file, "PatroniMonitorWatchdog")).hasSize(1);
    }

    @Test
    void isAPrometheusRuleForTheOperator() throws IOException {
        JsonNode resource = YAML.readTree(RuleFile.forOperator(Configs.LOADER.defaults()));

        assertThat(resource.get("apiVersion").asText()).isEqualTo("monitoring.coreos.com/v1");
        assertThat(resource.get("kind").asText()).isEqualTo("PrometheusRule");
        assertThat(resource.get("spec")).isEqualTo(YAML.readTree(RuleFile.forPrometheus(Configs.LOADER.defaults())));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.25S, 250ms",
        "PT1.5S, 1500ms",
        "PT45S, 45s",
        "PT1M, 1m",
        "PT1M30S, 90s",
        "PT30M, 30m",
        "PT1H, 1h",
        "PT1H30M, 90m",
        "P2D, 48h",
    })
    void writesADurationInTheLargestUnitThatItIsWholeIn(Duration duration, String text) {
        assertThat(RuleFile.duration(duration)).isEqualTo(text);
    }

    private MonitorConfig load(String config) throws Exception {
        return Configs.LOADER.load(Files.writeString(folder.resolve("monitor.conf"), config));
    }

    private static List<JsonNode> alerts(String file, String name) throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        YAML.readTree(file)
                .get("groups")
                .forEach(group -> group.get("rules").forEach(rule -> {
                    if (rule.get("alert").asText().equals(name)) {
                        alerts.add(rule);
                    }
                }));
        return alerts;
    }
}
