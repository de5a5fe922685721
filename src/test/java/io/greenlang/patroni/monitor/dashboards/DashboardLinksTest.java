package io.greenlang.patroni.monitor.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.Configs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a click leads to is there. */
class DashboardLinksTest {
    private static final String RUNBOOKS = "${runbooks:raw}/";
    private static final Pattern TO_DASHBOARD = Pattern.compile("/d/([a-z-]+)/([a-z-]+)\\?(.*)");
    private static final Map<String, Dashboard> BY_UID =
            Dashboard.shipped().stream().collect(Collectors.toMap(Dashboard::uid, Function.identity()));

    private static final Pattern CHOICE = Pattern.compile("var-(\\w+)=");

    static List<Dashboard> dashboards() {
        return Dashboard.shipped();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyAddressLeadsToARunbookPageOrADashboard(Dashboard dashboard) {
        assertThat(dashboard.urls()).isNotEmpty().allSatisfy(url -> {
            if (url.startsWith(RUNBOOKS)) {
                assertRunbookPage(url.substring(RUNBOOKS.length()));
            } else {
                assertDashboard(url);
            }
        });
    }

    private static void assertRunbookPage(String page) {
        if (!page.equals("${__data.fields.alertname}.md")) {
            assertThat(Path.of("docs/runbooks", page)).isRegularFile();
        }
    }

    private static void assertDashboard(String url) {
        Matcher link = TO_DASHBOARD.matcher(url);
        assertThat(link.matches()).as(url).isTrue();
        assertThat(BY_UID).containsKey(link.group(1));
        Dashboard target = BY_UID.get(link.group(1));
        assertThat(link.group(2)).isEqualTo(target.slug());
        assertThat(link.group(3)).contains("${datasource:queryparam}", "${__url_time_range}");
        Set<String> variables = target.variables().stream()
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toSet());
        assertThat(CHOICE.matcher(link.group(3)).results().map(found -> found.group(1)))
                .isNotEmpty()
                .isSubsetOf(variables);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyDashboardLeadsToTheOthersWithItsChoices(Dashboard dashboard) {
        JsonNode others = dashboard.json().path("links").path(0);

        assertThat(others.path("type").asText()).isEqualTo("dashboards");
        assertThat(others.path("tags")).extracting(JsonNode::asText).containsExactly("patroni");
        assertThat(others.path("includeVars").asBoolean()).isTrue();
        assertThat(others.path("keepTime").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void theRunbooksAreWhereTheAlertsLookForThem(Dashboard dashboard) {
        assertThat(dashboard.variables())
                .filteredOn(variable -> variable.path("name").asText().equals("runbooks"))
                .singleElement()
                .satisfies(variable -> {
                    assertThat(variable.path("type").asText()).isEqualTo("constant");
                    assertThat(variable.path("query").asText())
                            .isEqualTo(Configs.LOADER.defaults().links().runbooks());
                });
        assertThat(Files.exists(Path.of("docs/runbooks/README.md"))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyAlertThatAPanelNamesHasItsPageInThePanelsMenu(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.json().path("links"))
                    .extracting(link -> link.path("url").asText())
                    .containsExactlyElementsOf(panel.alerts().stream()
                            .map(alert -> RUNBOOKS + alert + ".md")
                            .toList());
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyDiagramOfMembersOrClustersLeadsFurther(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            if (panel.dashboard().equals("patroni-fleet") && panel.type().equals("timeseries")) {
                assertThat(targets(panel.defaults())).contains("patroni-overview");
            }
            if (panel.dashboard().equals("patroni-overview") && panel.hasLimitLines() && isAboutMembers(panel)) {
                assertThat(targets(panel.defaults())).contains("patroni-member");
            }
        });
    }

    private static boolean isAboutMembers(Panel panel) {
        return panel.queries().stream().allMatch(query -> query.legend().contains("{{member}}"));
    }

    private static List<String> targets(JsonNode defaults) {
        return Dashboard.items(defaults.path("links"))
                .flatMap(link -> TO_DASHBOARD.matcher(link.path("url").asText()).results())
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
