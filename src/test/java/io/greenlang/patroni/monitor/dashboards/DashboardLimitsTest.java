package io.greenlang.patroni.monitor.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.rule.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A panel that names an alert with a limit has that limit, and no other, as its colours and lines. */
class DashboardLimitsTest {
    private static final Set<Unit> MEASURED =
            Set.of(Unit.SECONDS, Unit.BYTES, Unit.PERCENT, Unit.PERCENT_OF_AGE, Unit.COUNT);
    private static final Map<Unit, String> GRAFANA_UNITS = Map.of(
            Unit.SECONDS,
            "s",
            Unit.BYTES,
            "bytes",
            Unit.PERCENT,
            "percent",
            Unit.PERCENT_OF_AGE,
            "percent",
            Unit.COUNT,
            "none");
    private static final Thresholds DEFAULTS = Configs.LOADER.defaults().thresholds();

    static List<Dashboard> dashboards() {
        return Dashboard.shipped();
    }

    static Stream<Panel> panelsWithLimits() {
        return dashboards().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .filter(panel -> rule(panel).findAny().isPresent());
    }

    private static Stream<Rule> rule(Panel panel) {
        return panel.rules().stream().filter(rule -> rule.hasNumericLimit() && MEASURED.contains(rule.unit()));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void namesNoAlertThatIsNotThere(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.alerts())
                    .isSubsetOf(Catalogue.rules().stream().map(Rule::name).toList());
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void drawsNoLimitsButThoseOfAnAlert(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.hasLimitLines())
                    .isEqualTo(panel.type().equals("timeseries")
                            && rule(panel).findAny().isPresent());
        });
    }

    @ParameterizedTest
    @MethodSource("panelsWithLimits")
    void hasTheLimitsOfTheCatalogue(Panel panel) {
        Rule rule = rule(panel).findFirst().orElseThrow();

        assertThat(rule(panel)).hasSize(1);
        List<Panel.Step> steps = new ArrayList<>(List.of(new Panel.Step("green", null)));
        rule.severities()
                .forEach(severity -> steps.add(
                        new Panel.Step(severity == Severity.WARNING ? "orange" : "red", firstAbove(rule, severity))));
        assertThat(panel.steps()).isEqualTo(steps);
        assertThat(panel.defaults().path("unit").asText()).isEqualTo(GRAFANA_UNITS.get(rule.unit()));
    }

    @ParameterizedTest
    @MethodSource("panelsWithLimits")
    void keepsItsLimitsInSight(Panel panel) {
        if (panel.hasLimitLines()) {
            double top = panel.defaults()
                    .path("max")
                    .asDouble(panel.custom().path("axisSoftMax").asDouble());
            assertThat(panel.steps())
                    .last()
                    .satisfies(step -> assertThat(step.value()).isLessThanOrEqualTo(top));
            assertThat(panel.defaults().path("min").asDouble(-1)).isZero();
        }
    }

    @Test
    void theDashboardsDrawEveryMeasuredLimit() {
        Set<Rule> drawn = Dashboard.shipped().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .filter(Panel::hasLimitLines)
                .flatMap(DashboardLimitsTest::rule)
                .collect(Collectors.toSet());
        List<Rule> measured = Catalogue.rules().stream()
                .filter(rule -> rule.hasNumericLimit() && MEASURED.contains(rule.unit()))
                .toList();

        assertThat(drawn).containsExactlyInAnyOrderElementsOf(measured);
    }

    /** A rule holds above its limit, a step of Grafana's from its value on: for whole numbers that is the next one. */
    private static double firstAbove(Rule rule, Severity severity) {
        double limit = rule.limit(severity, DEFAULTS).orElseThrow().value();
        return rule.unit() == Unit.COUNT ? limit + 1 : limit;
    }
}
