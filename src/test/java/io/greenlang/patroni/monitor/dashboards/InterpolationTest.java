package io.greenlang.patroni.monitor.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class InterpolationTest {
    private final Interpolation grafana = Interpolation.overFiveMinutes("1m");

    @Test
    void fillsInWhatGrafanaKnows() {
        assertThat(grafana.expand("rate(a[$__rate_interval]) * ${__range_s} + b[$__range:$__interval]"))
                .isEqualTo("rate(a[1m]) * 300 + b[300s:5s]");
    }

    @Test
    void fillsInChosenValuesAsARegularExpression() {
        String selector = "a{cluster=~\"$cluster\"}";

        assertThat(grafana.all("cluster").expand(selector)).isEqualTo("a{cluster=~\".+\"}");
        assertThat(grafana.chosen("cluster", List.of("one.two")).expand(selector))
                .isEqualTo("a{cluster=~\"one\\\\.two\"}");
        assertThat(grafana.chosen("cluster", List.of("one", "two")).expand(selector))
                .isEqualTo("a{cluster=~\"(one|two)\"}");
    }

    @Test
    void leavesReferencesOfRegularExpressionsAlone() {
        assertThat(grafana.expand("label_replace(a, \"b\", \"$1\", \"c\", \"(.+)\")"))
                .contains("\"$1\"");
    }

    @Test
    void refusesAVariableThatNobodyFillsIn() {
        assertThatThrownBy(() -> grafana.expand("a{cluster=\"$clustr\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clustr");
    }
}
