package io.greenlang.patroni.monitor.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One panel of a dashboard. */
record Panel(String dashboard, JsonNode json) {
    private static final Pattern ALERT = Pattern.compile("\\bPatroni[A-Z][A-Za-z]+");

    /** A colour and the value from which on it holds; the base has none. */
    record Step(String color, Double value) {}

    String title() {
        return json.path("title").asText();
    }

    String type() {
        return json.path("type").asText();
    }

    String description() {
        return json.path("description").asText();
    }

    JsonNode defaults() {
        return json.path("fieldConfig").path("defaults");
    }

    JsonNode custom() {
        return defaults().path("custom");
    }

    /** Shows what is now, and not what was over time. */
    boolean isOfNow() {
        return type().equals("stat") || type().equals("table");
    }

    boolean hasLimitLines() {
        return custom().path("thresholdsStyle").path("mode").asText().equals("dashed");
    }

    List<PanelQuery> queries() {
        return Dashboard.items(json.path("targets"))
                .map(target -> new PanelQuery(this, target))
                .toList();
    }

    /** The alerts that the description names, in its order. */
    List<String> alerts() {
        return ALERT.matcher(description())
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    List<Rule> rules() {
        Map<String, Rule> byName = Catalogue.rules().stream()
                .collect(Collectors.toMap(Rule::name, Function.identity(), (a, b) -> a, TreeMap::new));
        return alerts().stream().filter(byName::containsKey).map(byName::get).toList();
    }

    List<Step> steps() {
        return Dashboard.items(defaults().path("thresholds").path("steps"))
                .map(step -> new Step(
                        step.path("color").asText(),
                        step.path("value").isNull() ? null : step.path("value").doubleValue()))
                .toList();
    }

    @Override
    public String toString() {
        return dashboard + ": " + title();
    }
}
