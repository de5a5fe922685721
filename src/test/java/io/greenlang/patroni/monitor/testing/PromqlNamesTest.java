package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.testing.PromqlNames.Grouping;
import io.greenlang.patroni.monitor.testing.PromqlNames.Use;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromqlNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "pg_up | pg_up",
                "a:b:rate5m > 1e-3 | a:b:rate5m",
                "rate(a[5m]) + increase(b[1h30m] offset 1d) | a b",
                "max_over_time(a[$__range:$__interval]) | a",
                "a[5m:] @ end() | a",
                "sum by (x) (a) / SUM(b) BY (x) | a b",
                "topk(3, a) or quantile without (y) (0.9, b) | a b",
                "a and on (x) b unless ignoring (y) c | a b c",
                "a * on (x) group_left (y) b % on (x) group_right c | a b c",
                "a == bool 1 > -Inf < NaN atan2 b | a b",
                "{__name__=~\"x_.*\", job=\"j\"} or {__name__=\"c\"} | c",
                "a{x=~\"b{}[5m] # c\"} # d | a",
                "a{x='b', y!~`c`} | a",
                "histogram_quantile(0.9, sum by (le) (rate(a_bucket[$__rate_interval]))) | a_bucket",
                "$metric{x=\"$y\"} + ${other:raw} + [[third]] + a | a",
                "a{$filter} offset $shift | a",
                "vector(1) + time() - 0x1F + .5 + scalar(a) | a",
                "absent(a{x=\"1\"}) | a",
                "label_replace(a{x=\"1\"}, \"y\", \"$1\", \"x\", \"(.*)\") | a",
                "label_values(a{x=\"1\"}, y) | a",
                "label_values(y) | ^^",
                "query_result(max(a)) | a",
            })
    void findsTheMetrics(String promql, String metrics) {
        assertThat(PromqlNames.of(promql).metrics())
                .containsExactlyInAnyOrder(metrics.isEmpty() ? new String[0] : metrics.split(" "));
    }

    @Test
    void keepsTheLabelsOfEachSelectorApart() {
        assertThat(PromqlNames.of("a{x=\"1\", y!=\"2\",} / a / b{ z =~ \"$z\" }")
                        .uses())
                .containsExactly(new Use("a", Set.of("x", "y")), new Use("a", Set.of()), new Use("b", Set.of("z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum by (x, y) (a + b) * c", "sum(a + b) by (x, y) * c", "label_values(a + b, x) + y"})
    void asksTheLabelsOfAnAggregationOfWhatIsAggregated(String promql) {
        assertThat(PromqlNames.of(promql).groupings())
                .contains(new Grouping("x", Set.of("a", "b")))
                .noneMatch(grouping -> grouping.metrics().contains("c"));
    }

    @Test
    void asksTheLabelsOfAMatchOfBothSides() {
        assertThat(PromqlNames.of("z + (a and on (x) (b > c)) + d").groupings())
                .containsExactly(new Grouping("x", Set.of("a")), new Grouping("x", Set.of("b")));
    }

    @Test
    void asksOnlyOneOfSeveralToTheLeftBecauseAChainMayHaveLostTheLabel() {
        assertThat(PromqlNames.of("a and on (x) b and on (y) c").groupings())
                .contains(new Grouping("y", Set.of("a", "b")), new Grouping("y", Set.of("c")));
    }

    @Test
    void asksJoinedLabelsOfTheSideThatHasOneSeries() {
        assertThat(PromqlNames.of("a * on (x) group_left (y) b").groupings()).contains(new Grouping("y", Set.of("b")));
        assertThat(PromqlNames.of("a * on (x) group_right (y) b").groupings()).contains(new Grouping("y", Set.of("a")));
    }

    @Test
    void asksAnIgnoredLabelOfEitherSide() {
        assertThat(PromqlNames.of("a / ignoring (x) b").groupings())
                .containsExactly(new Grouping("x", Set.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (y) (label_replace(a{x=\"1\"}, \"y\", \"$1\", \"x\", \"(.*)\"))",
                "sum by (y) (count_values(\"y\", a))",
                "sum by (y) (vector(1))",
            })
    void asksForNoLabelThatTheExpressionMakesOrThatNoMetricIsThereFor(String promql) {
        assertThat(PromqlNames.of(promql).groupings()).isEmpty();
    }

    @Test
    void collectsLabelsFromEverywhere() {
        assertThat(PromqlNames.of("sum by (x) (a{y=\"1\"}) * on (z) b").labels())
                .containsExactly("x", "y", "z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ; b", "sum(a", "sum a)", "a{x=\"1\"", "a{x=\"1}", "a ? b"})
    void refusesWhatIsNoPromql(String promql) {
        assertThatThrownBy(() -> PromqlNames.of(promql)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsSeveralLines() {
        assertThat(PromqlNames.of("# what\na\n  + b").metrics()).isEqualTo(Set.copyOf(List.of("a", "b")));
    }
}
