package io.greenlang.patroni.monitor.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.export.prometheus.BuildInfo;
import io.greenlang.patroni.monitor.export.prometheus.MetricCatalogue;
import io.greenlang.patroni.monitor.export.prometheus.MetricType;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetricCatalogue;
import io.greenlang.patroni.monitor.testing.MetricNameLint;
import io.greenlang.patroni.monitor.testing.MetricNameLint.Expression;
import io.greenlang.patroni.monitor.testing.PromqlNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboards ask Prometheus. */
class DashboardQueriesTest {
    private static final String LEADER = " on (cluster, member) patroni_member_info{cluster=~\"$cluster\","
            + "role=~\"leader|standby_leader|primary\"} @ end()";
    /** Over the whole range only as a part of a share: an increase over it would be guessed at its ends. */
    private static final Pattern RATE = Pattern.compile(
            "\\b(?:rate|increase)\\(\\w+(?:\\{[^}]*\\})?\\[\\$__rate_interval\\]\\)|\\brate\\(\\w+(?:\\{[^}]*\\})?\\[\\$__range\\]\\)");

    private static final Pattern ANY_RATE = Pattern.compile("\\b(?:rate|irate|increase|delta|deriv)\\s*\\(");
    private static final Pattern BY_MEMBER = Pattern.compile("\\(?(?:max|sum) by \\(cluster, member\\b");

    /** What says something of the monitor's process. */
    private static final Pattern OF_THE_PROCESS = Pattern.compile(
            "(?:jvm|process|system|hikaricp|scrape)_.*|up|patroni_monitor_(?:build|config|alertmanager|discover|rest|shard).*");

    static List<Dashboard> dashboards() {
        return Dashboard.shipped();
    }

    @Test
    void theOverviewAsksForFortyThingsOrMore() {
        assertThat(Dashboard.shipped("patroni-overview").queries()).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void askForNothingThatNobodyExposes() {
        List<Expression> expressions = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.shipped()) {
            dashboard.queries().forEach(query -> expressions.add(query.expression()));
            dashboard
                    .queriedVariables()
                    .forEach(variable -> expressions.add(new Expression(
                            dashboard + " " + variable.path("name").asText(), DashboardsTest.queryOf(variable))));
            dashboard
                    .annotations()
                    .forEach(annotation -> expressions.add(new Expression(
                            dashboard + " " + annotation.path("name").asText(),
                            annotation.path("expr").asText())));
        }
        assertThat(MetricNameLint.ofTheProduct().problems(expressions)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void takeCountersAsRatesOverGrafanasInterval(Dashboard dashboard) {
        assertThat(dashboard.queries()).allSatisfy(query -> {
            assertThat(countersTakenOtherwise(query.promql())).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg_stat_database_xact_commit",
                "rate(pg_stat_database_xact_commit[5m])",
                "sum(increase(patroni_cluster_leaderless_seconds_total[$__range]))",
                "irate(patroni_monitor_poll_duration_seconds_count[$__rate_interval])",
                "deriv(patroni_xlog_location[5m])",
            })
    void aCounterTakenOtherwiseIsFound(String promql) {
        assertThat(countersTakenOtherwise(promql)).isNotEmpty();
    }

    private static Set<String> countersTakenOtherwise(String promql) {
        String rest = RATE.matcher(promql).replaceAll("1");
        Set<String> faults = new HashSet<>(PromqlNames.of(rest).metrics());
        faults.retainAll(counters());
        ANY_RATE.matcher(rest).results().forEach(call -> faults.add(call.group()));
        return faults;
    }

    /** PostgreSQL's, too, whose names don't say so; a gauge whose name does, as the runbook has it, is none. */
    private static Set<String> counters() {
        Set<String> counters = new HashSet<>();
        new MetricCatalogue(new BuildInfo("", ""))
                .metrics().stream()
                        .filter(metric -> metric.type() != MetricType.GAUGE)
                        .forEach(metric -> counters.add(metric.name()));
        SelfMetricCatalogue.metrics().stream()
                .filter(metric -> !metric.type().equals("gauge"))
                .forEach(metric -> counters.addAll(metric.sampleNames()));
        return counters;
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void leaveTheUnknownUnknown(Dashboard dashboard) {
        assertThat(dashboard.queries()).allSatisfy(query -> {
            assertThat(query.promql()).doesNotContain("vector(").doesNotContain("absent(");
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void askForTheChosenClustersOrMonitorsOnly(Dashboard dashboard) {
        assertThat(dashboard.queries()).allSatisfy(query -> {
            assertThat(PromqlNames.of(query.promql()).uses()).isNotEmpty().allSatisfy(use -> {
                String wanted = OF_THE_PROCESS.matcher(use.metric()).matches() ? "instance" : "cluster";
                assertThat(use.labels()).as(use.metric()).contains(wanted).doesNotContain("job");
            });
            assertThat(query.promql()).doesNotContainPattern("(cluster|member|instance)=\"");
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void nameTheSeriesInTheLegend(Dashboard dashboard) {
        assertThat(dashboard.queries()).allSatisfy(query -> {
            String format = query.json().path("format").asText();

            assertThat(format).isEqualTo(query.panel().type().equals("table") ? "table" : "time_series");
            if (format.equals("time_series")) {
                assertThat(query.legend()).isNotBlank().isNotEqualTo("__auto");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"patroni-overview", "patroni-fleet"})
    void nameTheClusterWhereThereMayBeSeveral(String dashboard) {
        assertThat(Dashboard.shipped(dashboard).queries())
                .filteredOn(query -> !query.isInstant())
                .allSatisfy(query -> assertThat(query.legend()).contains("{{cluster}}"));
    }

    @Test
    void nameTheMemberWhereThereMayBeSeveral() {
        assertThat(Dashboard.shipped("patroni-overview").queries())
                .filteredOn(query ->
                        !query.isInstant() && BY_MEMBER.matcher(query.promql()).lookingAt())
                .hasSizeGreaterThan(15)
                .allSatisfy(query -> assertThat(query.legend()).contains("{{member}}"));
    }

    @Test
    void markTheLeaderAndLeaveNobodyOut() {
        List<Panel> marked = Dashboard.shipped("patroni-overview").panels().stream()
                .filter(panel -> panel.queries().stream()
                        .anyMatch(query -> query.legend().contains("★")))
                .toList();

        assertThat(marked).hasSizeGreaterThanOrEqualTo(6).allSatisfy(panel -> {
            List<PanelQuery> queries = panel.queries();
            assertThat(queries).hasSize(2);
            assertThat(queries.get(0).promql()).endsWith(" and" + LEADER);
            assertThat(queries.get(1).promql())
                    .isEqualTo(queries.get(0).promql().replace(" and" + LEADER, "") + " unless" + LEADER);
            assertThat(queries.get(0).legend()).isEqualTo(queries.get(1).legend() + " ★");
            assertThat(panel.description()).contains("★");
        });
    }

    @Test
    void annotationsTellOfLeaderChangesAndPauses() {
        assertThat(Dashboard.shipped())
                .allSatisfy(dashboard -> assertThat(dashboard.annotations())
                        .extracting(annotation -> annotation.path("name").asText())
                        .contains("Leader changes", "New timelines", "Pauses"));
        JsonNode changes = Dashboard.shipped("patroni-overview").annotations().get(0);
        assertThat(changes.path("useValueForTime").asBoolean()).isTrue();
        assertThat(changes.path("expr").asText()).endsWith(" * 1000");
    }
}
