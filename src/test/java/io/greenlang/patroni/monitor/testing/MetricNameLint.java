package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.export.prometheus.BuildInfo;
import io.greenlang.patroni.monitor.export.prometheus.MetricCatalogue;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetricCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds expressions that ask for a metric, or for a label of one, that nobody exposes: they are silent for ever. */
public final class MetricNameLint {
    /** What Prometheus adds to everything that it scrapes. */
    private static final Set<String> SCRAPED = Set.of("job", "instance");

    private static final Set<String> OF_A_SCRAPE = Set.of("up", "scrape_duration_seconds", "scrape_samples_scraped");

    private static final Set<String> ALERT_LABELS =
            Set.of("alertname", "alertstate", "severity", "cluster", "member", "job", "instance");

    private final Map<String, Set<String>> labelsByMetric;

    /** @param where for people: a file and a rule, a dashboard and a panel */
    public record Expression(String where, String promql) {}

    private MetricNameLint(Map<String, Set<String>> labelsByMetric) {
        this.labelsByMetric = labelsByMetric;
    }

    /** Knows what this product exposes, and what Prometheus itself makes of a target and of an alert. */
    public static MetricNameLint ofTheProduct() {
        Map<String, Set<String>> known = new HashMap<>();
        new MetricCatalogue(new BuildInfo("", ""))
                .metrics()
                .forEach(metric -> known.put(metric.name(), scraped(metric.labels())));
        SelfMetricCatalogue.metrics()
                .forEach(metric -> metric.sampleNames().forEach(name -> {
                    Set<String> labels = scraped(metric.labels());
                    if (name.endsWith("_bucket")) {
                        labels.add("le");
                    }
                    known.put(name, labels);
                }));
        OF_A_SCRAPE.forEach(metric -> known.put(metric, SCRAPED));
        known.put("ALERTS", ALERT_LABELS);
        return new MetricNameLint(known);
    }

    public boolean knows(String metric) {
        return labelsByMetric.containsKey(metric);
    }

    /** One line for each fault, in the order of the expressions; empty when all is well. */
    public List<String> problems(List<Expression> expressions) {
        List<String> problems = new ArrayList<>();
        for (Expression expression : expressions) {
            try {
                PromqlNames names = PromqlNames.of(expression.promql());
                names.uses().forEach(use -> faults(use).forEach(fault -> problems.add(line(expression, fault))));
                names.groupings().stream()
                        .filter(grouping -> !has(grouping.metrics(), grouping.label()))
                        .forEach(grouping -> problems.add(
                                line(expression, "no label " + grouping.label() + " on any of " + grouping.metrics())));
            } catch (IllegalArgumentException e) {
                problems.add(line(expression, e.getMessage()));
            }
        }
        return problems;
    }

    private List<String> faults(PromqlNames.Use use) {
        Set<String> known = labelsByMetric.get(use.metric());
        if (known == null) {
            return List.of("no metric " + use.metric());
        }
        return use.labels().stream()
                .filter(label -> !known.contains(label))
                .sorted()
                .map(label -> "no label " + label + " on " + use.metric())
                .toList();
    }

    private boolean has(Collection<String> metrics, String label) {
        return metrics.stream()
                .anyMatch(
                        metric -> labelsByMetric.getOrDefault(metric, Set.of()).contains(label));
    }

    private static Set<String> scraped(Collection<String> labels) {
        Set<String> all = new HashSet<>(labels);
        all.addAll(SCRAPED);
        return all;
    }

    private static String line(Expression expression, String fault) {
        return expression.where() + ": " + fault + " in: " + expression.promql();
    }
}
