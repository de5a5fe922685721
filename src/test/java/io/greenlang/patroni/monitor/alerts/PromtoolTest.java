package io.greenlang.patroni.monitor.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.greenlang.patroni.monitor.alerts.Trace.Series;
import io.greenlang.patroni.monitor.alerts.Trace.Step;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A trace as a unit test of promtool: what was exposed goes in, and at every poll exactly those alerts must fire that the
 * daemon's own judgement has.
 */
final class PromtoolTest {
    private static final ObjectMapper YAML = new YAMLMapper();
    /** Only in the rule file. */
    private static final String WATCHDOG = "PatroniMonitorWatchdog";

    private final Path folder;

    PromtoolTest(Path folder) {
        this.folder = folder;
    }

    /** What promtool says; exit code 0 when both come to the same alerts at every step. */
    Command.Result run(String rules, Trace trace) throws IOException {
        Files.writeString(folder.resolve("rules.yml"), withoutAnnotations(rules));
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("rule_files", List.of("rules.yml"));
        test.put("evaluation_interval", seconds(1));
        test.put(
                "tests",
                List.of(Map.of(
                        "interval", seconds(1),
                        "input_series", inputSeries(rules, trace.steps()),
                        "alert_rule_test", expectations(trace.steps()))));
        Path file = folder.resolve("trace.test.yml");
        YAML.writeValue(file.toFile(), test);
        return Command.run("promtool", "test", "rules", file.toString());
    }

    /** Promtool compares annotations, too; the daemon's own have more to say. */
    private static String withoutAnnotations(String rules) throws IOException {
        JsonNode file = YAML.readTree(rules);
        file.path("groups")
                .forEach(group -> group.path("rules").forEach(rule -> ((ObjectNode) rule).remove("annotations")));
        return YAML.writeValueAsString(file);
    }

    /** What no rule asks for is left out. */
    private static List<Map<String, Object>> inputSeries(String rules, List<Step> steps) {
        Set<Series> all = steps.stream()
                .flatMap(step -> step.samples().keySet().stream())
                .filter(series -> rules.contains(series.name()))
                .collect(Collectors.toSet());
        List<Map<String, Object>> input = new ArrayList<>();
        for (Series series : all) {
            input.add(Map.of("series", notation(series), "values", values(series, steps)));
        }
        return input;
    }

    private static String notation(Series series) {
        return series.labels().entrySet().stream()
                .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                .collect(Collectors.joining(", ", series.name() + "{", "}"));
    }

    /** A series that is not in a scrape is stale from then on, not just silent. */
    private static String values(Series series, List<Step> steps) {
        List<String> values = new ArrayList<>();
        boolean there = false;
        for (Step step : steps) {
            Double value = step.samples().get(series);
            values.add(value != null ? value.toString() : there ? "stale" : "_");
            there = value != null;
        }
        return String.join(" ", values);
    }

    private static List<Map<String, Object>> expectations(List<Step> steps) {
        List<Map<String, Object>> expectations = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            for (Rule rule : Catalogue.rules()) {
                if (!rule.name().equals(WATCHDOG)) {
                    expectations.add(Map.of(
                            "eval_time", seconds(i),
                            "alertname", rule.name(),
                            "exp_alerts", expected(rule, steps.get(i))));
                }
            }
        }
        return expectations;
    }

    private static List<Map<String, Object>> expected(Rule rule, Step step) {
        return step.firing().stream()
                .filter(labels -> rule.name().equals(labels.get("alertname")))
                .map(labels -> {
                    Map<String, String> rest = new TreeMap<>(labels);
                    rest.remove("alertname");
                    return Map.<String, Object>of("exp_labels", rest);
                })
                .toList();
    }

    private static String seconds(int steps) {
        return Trace.STEP.multipliedBy(steps).toSeconds() + "s";
    }
}
