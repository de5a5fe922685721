package io.greenlang.patroni.monitor.dashboards;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Grafana's variables in an expression, filled in as its Prometheus plugin does. */
final class Interpolation {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z_]\\w*)\\}|([A-Za-z_]\\w*))");
    private static final Pattern SPECIAL = Pattern.compile("[$^*{}\\[\\]'+?.()|]");

    private final Map<String, String> values;

    private Interpolation(Map<String, String> values) {
        this.values = values;
    }

    /**
     * What Grafana fills in by itself, for a range of five minutes.
     *
     * @param rateInterval as a Prometheus duration; Grafana's is at least four times the scrape interval
     */
    static Interpolation overFiveMinutes(String rateInterval) {
        return new Interpolation(Map.of(
                "__rate_interval", rateInterval,
                "__interval", "5s",
                "__interval_ms", "5000",
                "__range", "300s",
                "__range_s", "300",
                "__range_ms", "300000"));
    }

    /** "All" of a variable whose value for that is {@code .+}: it is put in as it is. */
    Interpolation all(String variable) {
        return with(variable, ".+");
    }

    /** Some values of a variable of which several may be chosen. */
    Interpolation chosen(String variable, List<String> some) {
        String escaped = some.stream().map(Interpolation::escaped).collect(joining("|"));
        return with(variable, some.size() == 1 ? escaped : "(" + escaped + ")");
    }

    private Interpolation with(String variable, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(variable, value);
        return new Interpolation(more);
    }

    /** In a string of PromQL, where a backslash has to be doubled. */
    private static String escaped(String value) {
        return SPECIAL.matcher(value.replace("\\", "\\\\\\\\"))
                .replaceAll(special -> Matcher.quoteReplacement("\\\\" + special.group()));
    }

    /** @throws IllegalArgumentException for a variable that nobody fills in */
    String expand(String promql) {
        return VARIABLE.matcher(promql).replaceAll(found -> {
            String name = found.group(1) == null ? found.group(2) : found.group(1);
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no variable " + name + " for: " + promql);
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
