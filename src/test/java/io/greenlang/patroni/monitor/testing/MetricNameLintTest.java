package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.MetricNameLint.Expression;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNameLintTest {
    private final MetricNameLint lint = MetricNameLint.ofTheProduct();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg_replication_lag_seconds{cluster=\"$cluster\",member=~\"$member\"}",
                "histogram_quantile(0.9, sum by (le, source) (rate(patroni_monitor_source_duration_seconds_bucket[5m])))",
                "rate(patroni_monitor_rest_requests_seconds_sum[5m]) / rate(patroni_monitor_rest_requests_seconds_count[5m])",
                "up{job=\"patroni-monitor\"} == 0 or ALERTS{severity=\"critical\",cluster=\"c\"}",
                "pg_up * on (cluster, member) group_left (role) patroni_member_info",
                "label_values(patroni_cluster_state, cluster)",
            })
    void passesWhatIsExposed(String promql) {
        assertThat(lint.problems(List.of(new Expression("here", promql)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "pg_replication_lag | no metric pg_replication_lag",
                "patroni_monitor_poll_duration_seconds | no metric patroni_monitor_poll_duration_seconds",
                "pg_up{datname=\"a\"} | no label datname on pg_up",
                "jvm_memory_used_bytes{cluster=\"a\"} | no label cluster on jvm_memory_used_bytes",
                "sum by (node) (pg_up) | no label node on any of [pg_up]",
                "pg_up and on (membr) patroni_replica | no label membr on any of [pg_up]",
                "pg_up * on (member) group_left (rôle) patroni_member_info | no PromQL from here on: ôle",
                "pg_up * on (member) group_left (rule) patroni_member_info | no label rule on any of [patroni_member_info]",
                "label_values(patroni_cluster_state, clustr) | no label clustr on any of [patroni_cluster_state]",
                "patroni_monitor_poll_duration_seconds_sum{le=\"1\"} | no label le on",
            })
    void namesTheFaultAndThePlace(String promql, String fault) {
        assertThat(lint.problems(List.of(new Expression("rules.yml: A", promql))))
                .isNotEmpty()
                .first()
                .satisfies(problem ->
                        assertThat(problem).startsWith("rules.yml: A: " + fault).endsWith(promql));
    }
}
