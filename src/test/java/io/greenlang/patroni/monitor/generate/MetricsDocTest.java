package io.greenlang.patroni.monitor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.export.prometheus.BuildInfo;
import io.greenlang.patroni.monitor.export.prometheus.Metric;
import io.greenlang.patroni.monitor.export.prometheus.MetricCatalogue;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetric;
import io.greenlang.patroni.monitor.export.prometheus.SelfMetricCatalogue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsDocTest {
    private final String page = MetricsDoc.text();

    @Test
    void hasOneRowForEachFamily() {
        List<String> names = Stream.concat(
                        new MetricCatalogue(new BuildInfo("", ""))
                                .metrics().stream().map(Metric::name),
                        SelfMetricCatalogue.metrics().stream().map(SelfMetric::name))
                .toList();
        assertThat(page.lines().filter(line -> line.startsWith("| `")).map(line -> line.split("`", 3)[1]))
                .containsExactlyElementsOf(names)
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsTypeLabelsAndMeaning() {
        assertThat(page.lines())
                .contains(
                        "| `pg_stat_database_xact_commit` | unknown | `cluster`, `member`, `datname` |"
                                + " Number of transactions committed. |",
                        "| `jvm_gc_pause_seconds` | summary | `gc` | Pauses for garbage collection, in seconds. |");
    }

    @Test
    void groupsByOrigin() {
        assertThat(page.lines().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## The cluster as a whole",
                        "## The DCS, where it is read directly",
                        "## A node, as its Patroni says",
                        "## A node, as its PostgreSQL says",
                        "## Sizes, read at a slower pace",
                        "## Upkeep, read at a slower pace",
                        "## TimescaleDB, looked for at an even slower pace",
                        "## Backups, as pgBackRest says",
                        "## Certificates",
                        "## Where applications connect",
                        "## What the monitor sees and makes of it",
                        "## The monitor's own work, and its process");
    }

    @Test
    void saysThatItIsWrittenByTheProgram() {
        assertThat(page)
                .startsWith("# Metrics\n\n<!-- Written by `patroni-monitor generate metrics-doc`.")
                .endsWith(" |\n");
    }
}
