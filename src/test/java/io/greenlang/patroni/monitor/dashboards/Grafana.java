package io.greenlang.patroni.monitor.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.testing.PrometheusServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in for Grafana: fills in the variables of a dashboard, and asks Prometheus what it would ask. */
final class Grafana {
    private static final Duration RANGE = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    private final PrometheusServer prometheus;

    Grafana(PrometheusServer prometheus) {
        this.prometheus = prometheus;
    }

    /** What there is to choose from in a variable's list, given the choices before it. */
    List<String> options(JsonNode variable, Interpolation choices) throws IOException {
        Matcher query = LABEL_VALUES.matcher(DashboardsTest.queryOf(variable));
        if (!query.matches()) {
            throw new IllegalArgumentException("no query of label_values: " + variable);
        }
        String selector = URLEncoder.encode(choices.expand(query.group(1)), UTF_8);
        List<String> options = new ArrayList<>();
        prometheus
                .api("label/" + query.group(2) + "/values?match%5B%5D=" + selector)
                .forEach(option -> options.add(option.asText()));
        return options;
    }

    /**
     * What a user may choose: "All", and everything by name, where several may be chosen; else one after the other. Of a
     * cluster there is but one.
     */
    List<Interpolation> choices(Dashboard dashboard) throws IOException {
        List<Interpolation> choices = List.of(Interpolation.overFiveMinutes("20s"));
        for (JsonNode variable : dashboard.queriedVariables()) {
            List<Interpolation> next = new ArrayList<>();
            for (Interpolation before : choices) {
                next.addAll(choices(variable, before));
            }
            choices = next;
        }
        return choices;
    }

    private List<Interpolation> choices(JsonNode variable, Interpolation before) throws IOException {
        String name = variable.path("name").asText();
        List<String> options = options(variable, before);
        if (options.isEmpty()) {
            throw new IOException("nothing to choose from for " + name);
        }
        return variable.path("multi").asBoolean()
                ? List.of(before.all(name), before.chosen(name, options))
                : options.stream()
                        .map(option -> before.chosen(name, List.of(option)))
                        .toList();
    }

    /** Queries without data for any choice, or, where several values may be chosen, for one of the choices. */
    Set<String> queriesWithoutData(Dashboard dashboard) throws IOException {
        boolean several = dashboard.queriedVariables().get(0).path("multi").asBoolean();
        List<Interpolation> choices = choices(dashboard);
        Set<String> without = new TreeSet<>();
        for (PanelQuery query : dashboard.queries()) {
            int with = 0;
            for (Interpolation choice : choices) {
                with += ask(query, choice).isEmpty() ? 0 : 1;
            }
            if (with < (several ? choices.size() : 1)) {
                without.add(query.toString());
            }
        }
        return without;
    }

    private JsonNode ask(PanelQuery query, Interpolation choice) throws IOException {
        String promql = choice.expand(query.promql());
        return query.isInstant() ? prometheus.query(promql) : prometheus.queryRange(promql, RANGE, STEP);
    }

    /** What a panel shows when all is chosen. */
    JsonNode show(String dashboard, String title, String refId) throws IOException {
        return showAll(Dashboard.shipped(dashboard).queries().stream()
                .filter(query ->
                        query.panel().title().equals(title) && query.refId().equals(refId))
                .findFirst()
                .orElseThrow());
    }

    JsonNode showAll(PanelQuery query) throws IOException {
        return ask(query, all());
    }

    /** The last value of the first series that a panel shows. */
    double value(String dashboard, String title) throws IOException {
        JsonNode series = show(dashboard, title, "A").path(0);
        JsonNode values = series.path("values");
        JsonNode last = values.isEmpty() ? series.path("value") : values.path(values.size() - 1);
        return Double.parseDouble(last.path(1).asText());
    }

    JsonNode annotations(Dashboard dashboard, String name) throws IOException {
        JsonNode annotation = dashboard.annotations().stream()
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
        return prometheus.queryRange(all().expand(annotation.path("expr").asText()), RANGE, STEP);
    }

    private static Interpolation all() {
        return Interpolation.overFiveMinutes("20s").all("cluster").all("member").all("instance");
    }
}
