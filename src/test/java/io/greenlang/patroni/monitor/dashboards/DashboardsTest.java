package io.greenlang.patroni.monitor.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.Configs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every dashboard and every panel, whatever it shows. */
class DashboardsTest {
    private static final int COLUMNS = 24;
    private static final Set<String> TYPES = Set.of("stat", "table", "timeseries", "state-timeline");
    private static final Set<String> OVER_TIME = Set.of("timeseries", "state-timeline");
    private static final Set<String> GOOD_COLORS = Set.of("green", "light-green", "blue", "text");
    private static final String DATA_SOURCE = "${datasource}";

    static List<Dashboard> dashboards() {
        return Dashboard.shipped();
    }

    @Test
    void areTheFourThatTheReadmeNames() {
        assertThat(dashboards())
                .extracting(Dashboard::uid)
                .containsExactly("patroni-fleet", "patroni-member", "patroni-monitor", "patroni-overview");
    }

    @Test
    void theOverviewIsWhereAlertsAndTheRunbookLookForIt() {
        Dashboard overview = Dashboard.shipped("patroni-overview");

        assertThat(Configs.LOADER.defaults().links().dashboard())
                .endsWith("/d/" + overview.uid() + "/" + overview.slug())
                .endsWith("/d/patroni-overview/patroni-cluster-overview");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void canBeImportedAsItIs(Dashboard dashboard) {
        JsonNode json = dashboard.json();

        assertThat(dashboard.file()).hasFileName(dashboard.uid() + ".json");
        assertThat(json.path("schemaVersion").asInt()).isBetween(39, 42);
        assertThat(json.get("id").isNull()).isTrue();
        assertThat(json.path("editable").asBoolean(true)).isFalse();
        assertThat(json.path("tags")).extracting(JsonNode::asText).contains("patroni");
        assertThat(json.path("description").asText()).isNotBlank();
        assertThat(json.has("__inputs")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void givesEachPanelAnIdOfItsOwn(Dashboard dashboard) {
        assertThat(dashboard.panelsAndRows())
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates()
                .allMatch(id -> id > 0);
        assertThat(dashboard.panels()).extracting(Panel::title).doesNotContain("");
        assertThat(dashboard.queries()).extracting(PanelQuery::toString).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void coversItsGridOnceAndWithoutHoles(Dashboard dashboard) {
        covers(dashboard.open(), 0);
        dashboard.open().stream()
                .filter(row -> !row.path("panels").isEmpty())
                .forEach(row -> covers(
                        Dashboard.items(row.path("panels")).toList(),
                        row.path("gridPos").path("y").asInt() + 1));
    }

    private static void covers(List<JsonNode> panels, int top) {
        List<int[]> lines = new ArrayList<>();
        for (JsonNode panel : panels) {
            JsonNode at = panel.path("gridPos");
            int bottom = at.path("y").asInt() + at.path("h").asInt() - top;
            while (lines.size() < bottom) {
                lines.add(new int[COLUMNS]);
            }
            for (int y = at.path("y").asInt() - top; y < bottom; y++) {
                for (int x = at.path("x").asInt();
                        x < at.path("x").asInt() + at.path("w").asInt();
                        x++) {
                    lines.get(y)[x]++;
                }
            }
        }
        assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(line).containsOnly(1));
    }

    /** Each open panel asks Prometheus at every refresh, and hides what matters at 3 a.m. */
    @Test
    void theOverviewIsFoldedBelowReplication() {
        List<JsonNode> open = Dashboard.shipped("patroni-overview").open();
        List<String> unfolded = open.stream()
                .filter(Dashboard::isRow)
                .filter(row -> !row.path("collapsed").asBoolean())
                .map(row -> row.path("title").asText())
                .toList();

        assertThat(unfolded).containsExactly("Health", "Problems", "Leadership", "Replication");
        assertThat(open.stream().filter(panel -> !Dashboard.isRow(panel))).hasSizeLessThanOrEqualTo(30);
        assertThat(open.stream().filter(row -> row.path("collapsed").asBoolean()))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.path("panels")).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void leavesTheDataSourceToAVariable(Dashboard dashboard) {
        List<JsonNode> sources = dashboard.variables().stream()
                .filter(variable -> variable.path("type").asText().equals("datasource"))
                .toList();

        assertThat(sources).singleElement().satisfies(source -> {
            assertThat(source.path("name").asText()).isEqualTo("datasource");
            assertThat(source.path("label").asText()).isEqualTo("Data Source");
            assertThat(source.path("query").asText()).isEqualTo("prometheus");
        });
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertFromVariable(panel.json());
            assertThat(panel.queries()).isNotEmpty().allSatisfy(query -> assertFromVariable(query.json()));
        });
        assertThat(dashboard.annotations()).isNotEmpty().allSatisfy(DashboardsTest::assertFromVariable);
        assertThat(dashboard.queriedVariables()).isNotEmpty().allSatisfy(DashboardsTest::assertFromVariable);
    }

    private static void assertFromVariable(JsonNode user) {
        assertThat(user.path("datasource").path("type").asText()).isEqualTo("prometheus");
        assertThat(user.path("datasource").path("uid").asText()).isEqualTo(DATA_SOURCE);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void offersTheClustersThatTheMonitorWatches(Dashboard dashboard) {
        assertThat(dashboard.queriedVariables()).first().satisfies(cluster -> {
            assertThat(cluster.path("name").asText()).isEqualTo("cluster");
            assertThat(queryOf(cluster)).isEqualTo("label_values(patroni_cluster_state, cluster)");
        });
        assertThat(dashboard.queriedVariables()).allSatisfy(variable -> {
            assertThat(variable.path("refresh").asInt())
                    .as("on time range change")
                    .isEqualTo(2);
            assertThat(variable.path("definition").asText()).isEqualTo(queryOf(variable));
            assertThat(variable.path("includeAll").asBoolean())
                    .isEqualTo(variable.path("multi").asBoolean());
            assertThat(variable.path("allValue").asText())
                    .isEqualTo(variable.path("includeAll").asBoolean() ? ".+" : "");
        });
    }

    static String queryOf(JsonNode variable) {
        return variable.path("query").path("query").asText();
    }

    @Test
    void theOverviewOffersTheMembersOfTheChosenClusters() {
        List<JsonNode> variables = Dashboard.shipped("patroni-overview").queriedVariables();

        assertThat(variables)
                .hasSize(2)
                .allSatisfy(variable ->
                        assertThat(variable.path("multi").asBoolean()).isTrue());
        assertThat(variables.get(1).path("name").asText()).isEqualTo("member");
        assertThat(queryOf(variables.get(1)))
                .isEqualTo("label_values(patroni_member_info{cluster=~\"$cluster\"}, member)");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void tellsWhatItShowsAndInWhichUnit(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.type()).isIn(TYPES);
            assertThat(panel.title()).isNotBlank();
            assertThat(panel.description()).hasSizeGreaterThan(30).endsWith(".");
            assertThat(panel.defaults().path("unit").asText()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void neverShowsAnOldValueAsANewOne(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.queries()).allSatisfy(query -> {
                assertThat(query.isInstant()).as(query.toString()).isEqualTo(panel.isOfNow());
                assertThat(query.json().path("range").asBoolean()).isEqualTo(!panel.isOfNow());
            });
            if (OVER_TIME.contains(panel.type())) {
                assertThat(panel.custom().path("spanNulls").asBoolean(true)).isFalse();
                assertThat(panel.custom().path("insertNulls").asBoolean(true)).isFalse();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void showsNoDataUnlikeGoodData(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            if (panel.isOfNow()) {
                assertThat(panel.defaults().path("noValue").asText()).isEqualTo("NO DATA");
            }
            if (panel.type().equals("stat")) {
                List<JsonNode> ofNothing = Dashboard.items(panel.defaults().path("mappings"))
                        .filter(mapping ->
                                mapping.path("options").path("match").asText().equals("null+nan"))
                        .map(mapping -> mapping.path("options").path("result"))
                        .toList();
                assertThat(ofNothing).singleElement().satisfies(result -> {
                    assertThat(result.path("text").asText()).isEqualTo("NO DATA");
                    assertThat(result.path("color").asText()).isNotBlank().isNotIn(GOOD_COLORS);
                });
            }
        });
    }
}
