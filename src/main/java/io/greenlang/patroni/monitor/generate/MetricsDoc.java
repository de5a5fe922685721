package io.greenlang.patroni.monitor.generate;

import static io.greenlang.patroni.monitor.generate.Markdown.code;

import io.greenlang.patroni.monitor.export.prometheus.BuildInfo;
import io.greenlang.patroni.monitor.export.prometheus.Metric;
import io.greenlang.patroni.monitor.export.prometheus.MetricCatalogue;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetric;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetricCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code docs/metrics.md}: every family that {@code /metrics} may show. */
final class MetricsDoc {
    static final String LABEL = "metrics-doc";

    private static final List<String> HEAD = List.of("Metric", "Type", "Labels", "Meaning");

    private static final String PREFACE = """
            # Metrics

            %s

            Every family that `/metrics` may show.

            - `cluster` is the cluster's name in the configuration: the Patroni scope, unless `scope` says otherwise there. `member`
              is the name of a member in Patroni. There is no label `instance`; what Prometheus adds (`job`, `instance`) is about
              the monitor.
            - A fact that could not be read is absent: it is never 0 because of that, and never an old value.
              `patroni_monitor_failure` says why.
            - Names that begin with `patroni_` and are about a node are Patroni's own, those with `pg_` are
              postgres_exporter's where that has the fact. If Prometheus scrapes both, choose with `job`.
            - Type `unknown`: a counter of PostgreSQL under its well-known name without `_total`. `rate()` works on it.
            """.formatted(Markdown.generatedBy(LABEL));

    private static final String SELF = """
            ## The monitor's own work, and its process

            These come from Micrometer, HikariCP and OkHttp. A timer appears when it has measured something. `pool` is the
            cluster and the member, as in `greenlang-cluster/patroni-0`. A `histogram` has samples that end in `_bucket`
            (with `le`), `_count` and `_sum`, a `summary` the last two.
            """;

    private MetricsDoc() {}

    static String text() {
        List<String> parts = new ArrayList<>();
        parts.add(PREFACE);
        for (MetricCatalogue.Group group : new MetricCatalogue(new BuildInfo("", "")).groups()) {
            parts.add("## " + group.title() + "\n");
            parts.add(Markdown.table(
                            HEAD, group.metrics().stream().map(MetricsDoc::row).toList())
                    + "\n");
        }
        parts.add(SELF);
        parts.add(Markdown.table(
                        HEAD,
                        SelfMetricCatalogue.metrics().stream()
                                .map(MetricsDoc::row)
                                .toList())
                + "\n");
        return String.join("\n", parts);
    }

    private static List<String> row(Metric metric) {
        return row(metric.name(), metric.type().label(), metric.labels(), metric.help());
    }

    private static List<String> row(SelfMetric metric) {
        return row(metric.name(), metric.type(), metric.labels(), metric.help());
    }

    private static List<String> row(String name, String type, List<String> labels, String meaning) {
        String shown = labels.stream().map(Markdown::code).collect(Collectors.joining(", "));
        return List.of(code(name), type, shown, meaning);
    }
}
