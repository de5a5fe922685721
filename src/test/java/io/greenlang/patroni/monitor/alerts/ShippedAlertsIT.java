package io.greenlang.patroni.monitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Causality;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files under {@code alerts/}, before the tools that a user has: promtool and amtool. */
@Order(2)
class ShippedAlertsIT {
    private static final Path ALERTS = Path.of("alerts");
    private static final Path RULES = ALERTS.resolve("patroni-monitor.rules.yml");
    private static final Path OPERATOR = ALERTS.resolve("prometheusrule.yaml");
    private static final Path ALERTMANAGER = ALERTS.resolve("alertmanager.yml");

    private static final String PAGER = "pagerduty-greenlang-db";
    private static final String DATABASE = "slack-greenlang-database";
    private static final String PLATFORM = "slack-greenlang-platform";
    private static final String SWITCH = "dead-mans-switch";
    private static final String WATCHDOG = "PatroniMonitorWatchdog";

    private static final ObjectMapper YAML = new YAMLMapper();

    @TempDir
    private Path folder;

    @Test
    void hasRulesThatPrometheusTakes() {
        assertRuns("promtool", "check", "rules", "--lint=all", "--lint-fatal", RULES.toString());
    }

    @Test
    void hasOptionalRulesThatPrometheusTakesAndThatFireAndClear() throws IOException {
        Path optional = ALERTS.resolve("optional");
        Path rules = optional.resolve("burn-rate.rules.yml");
        assertRuns("promtool", "check", "rules", "--lint=all", "--lint-fatal", rules.toString());
        assertRuns(
                "promtool",
                "test",
                "rules",
                optional.resolve("tests/PatroniAvailabilityBurnRate.test.yml").toString());
        assertThat(YAML.readTree(optional.resolve("burn-rate-prometheusrule.yaml")
                                .toFile())
                        .get("spec"))
                .isEqualTo(YAML.readTree(rules.toFile()));
    }

    @Test
    void hasTheSameRulesForTheOperator() throws IOException {
        JsonNode groups = YAML.readTree(OPERATOR.toFile()).get("spec");
        Path plain = folder.resolve("rules.yml");
        YAML.writeValue(plain.toFile(), groups);

        assertRuns("promtool", "check", "rules", "--lint=all", "--lint-fatal", plain.toString());
        assertThat(groups).isEqualTo(YAML.readTree(RULES.toFile()));
    }

    @ParameterizedTest
    @MethodSource("testFiles")
    void firesAndClearsAsItsTestsSay(Path test) {
        assertRuns("promtool", "test", "rules", test.toString());
    }

    @Test
    void hasATestOfEveryAlert() throws IOException {
        assertThat(testFiles().map(ShippedAlertsIT::alertOf))
                .containsExactlyInAnyOrderElementsOf(
                        Catalogue.rules().stream().map(Rule::name).toList());
    }

    @ParameterizedTest
    @MethodSource("testFiles")
    void isTestedInEachSeverityAndInSilence(Path test) throws IOException {
        String alert = alertOf(test);
        Rule rule = Catalogue.rule(alert).orElseThrow();
        List<JsonNode> expectations = new ArrayList<>();
        YAML.readTree(test.toFile())
                .get("tests")
                .forEach(one -> one.path("alert_rule_test").forEach(expectations::add));

        assertThat(expectations)
                .allSatisfy(one -> assertThat(one.get("alertname").asText()).isEqualTo(alert));
        assertThat(firing(expectations))
                .extracting(fired -> fired.at("/exp_labels/severity").asText())
                .containsAll(rule.severities().stream().map(Severity::label).toList());
        assertThat(expectations.stream().anyMatch(one -> one.get("exp_alerts").isEmpty()))
                .isEqualTo(!alert.equals(WATCHDOG));
        assertThat(firing(expectations).stream()
                        .anyMatch(fired ->
                                fired.at("/exp_labels/maintenance").asText().equals("true")))
                .isEqualTo(Causality.isMeaninglessInMaintenance(rule));
    }

    @Test
    void hasRoutesThatAlertmanagerTakes() {
        assertRuns("amtool", "check-config", ALERTMANAGER.toString());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void sendsEachAlertToThoseWhoCanHelp(Route route) {
        assertRoute(route.receivers(), route.labels());
    }

    @ParameterizedTest
    @CsvSource({
        PAGER + ", severity=critical",
        DATABASE + ", severity=warning",
        DATABASE + ", severity=info",
    })
    void sendsWhatItDoesNotKnowToSomebody(String receiver, String severity) {
        assertRoute(receiver, List.of("alertname=SomebodyElses", severity));
    }

    private record Route(String receivers, List<String> labels) {}

    static Stream<Route> routes() {
        return Catalogue.rules().stream()
                .flatMap(rule -> rule.severities().stream().flatMap(severity -> routes(rule, severity)));
    }

    private static Stream<Route> routes(Rule rule, Severity severity) {
        List<String> labels = List.of(
                "alertname=" + rule.name(),
                "severity=" + severity.label(),
                "cluster=greenlang-cluster",
                "member=node2");
        Route usual = new Route(receivers(rule, severity), labels);
        return rule.isAboutMonitor()
                ? Stream.of(usual)
                : Stream.of(usual, new Route(DATABASE, plus(labels, "maintenance=true")));
    }

    private static String receivers(Rule rule, Severity severity) {
        if (rule.name().equals(WATCHDOG)) {
            return SWITCH;
        }
        if (rule.isAboutMonitor()) {
            return severity == Severity.CRITICAL ? PLATFORM + "," + PAGER : PLATFORM;
        }
        return severity == Severity.CRITICAL ? PAGER : DATABASE;
    }

    private static List<String> plus(List<String> labels, String more) {
        return Stream.concat(labels.stream(), Stream.of(more)).toList();
    }

    static Stream<Path> testFiles() throws IOException {
        try (Stream<Path> files = Files.list(ALERTS.resolve("tests"))) {
            Set<Path> sorted = files.collect(Collectors.toCollection(TreeSet::new));
            return sorted.stream();
        }
    }

    private static String alertOf(Path test) {
        return test.getFileName().toString().replace(".test.yml", "");
    }

    private static List<JsonNode> firing(List<JsonNode> expectations) {
        List<JsonNode> firing = new ArrayList<>();
        expectations.forEach(one -> one.get("exp_alerts").forEach(firing::add));
        return firing;
    }

    private static void assertRoute(String receivers, List<String> labels) {
        List<String> command = new ArrayList<>(List.of(
                "amtool",
                "config",
                "routes",
                "test",
                "--config.file=" + ALERTMANAGER,
                "--verify.receivers=" + receivers));
        command.addAll(labels);
        assertRuns(command.toArray(String[]::new));
    }

    private static void assertRuns(String... command) {
        Command.Result result = Command.run(command);

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }
}
