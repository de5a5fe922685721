package io.greenlang.patroni.monitor.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Nodes;
import io.greenlang.patroni.monitor.testing.Reports;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReportCollectorTest {
    private final ReportCollector collector = new ReportCollector(Catalogues.full(), Reports::eventful);

    @Test
    void describesExactlyWhatAnEventfulReportCanShow() {
        assertThat(names(collector.describe())).containsExactlyElementsOf(names(collector.collect()));
    }

    @Test
    void describesEveryNameOnce() {
        assertThat(names(collector.describe())).doesNotHaveDuplicates();
    }

    @Test
    void describesWithoutSamples() {
        assertThat(collector.describe())
                .allSatisfy(family -> assertThat(family.samples).isEmpty());
    }

    @Test
    void neverShowsASeriesTwiceEvenWhenTwoMembersHaveOneName() {
        ReportCollector doubled = new ReportCollector(
                Catalogues.full(), () -> Reports.of(Nodes.primary("patroni-0"), Nodes.standby("patroni-0")));
        Set<List<String>> seen = new HashSet<>();
        assertThat(doubled.collect())
                .flatExtracting(family -> family.samples)
                .allSatisfy(sample -> assertThat(seen.add(series(sample)))
                        .as(sample.toString())
                        .isTrue());
    }

    @Test
    void costsLessThan330SeriesForAHealthyClusterOfThree() {
        ReportCollector healthy = new ReportCollector(Catalogues.full(), Reports::healthy);
        assertThat(healthy.collect()).flatExtracting(family -> family.samples).hasSizeBetween(150, 329);
    }

    @Test
    void findsOneFamilyByNameAmongAllOthers() {
        CollectorRegistry registry = new CollectorRegistry();
        registry.register(collector);
        assertThat(Collections.list(registry.filteredMetricFamilySamples(Set.of("timescaledb_chunks_total"))))
                .singleElement()
                .satisfies(family -> assertThat(family.samples).hasSize(2));
    }

    @Test
    void escapesTheNamesThatOthersChose() {
        ReportCollector odd = new ReportCollector(Catalogues.full(), () -> Reports.of(Nodes.silent("a\"b\\c\nd")));
        assertThat(Page.of(odd, Page.TEXT))
                .contains("pg_up{cluster=\"greenlang-cluster\",member=\"a\\\"b\\\\c\\nd\",} 0.0\n");
        assertThat(Page.of(odd, Page.OPEN_METRICS))
                .contains("pg_up{cluster=\"greenlang-cluster\",member=\"a\\\"b\\\\c\\nd\"} 0.0\n");
    }

    @Test
    void losesOnlyTheMetricThatHasABug() {
        Metric broken = Metric.gauge("broken", "Throws.", Subject.MONITOR, report -> {
            throw new IllegalStateException("a bug");
        });
        Metric sound = Metric.gauge("sound", "Always 1.", Subject.MONITOR, report -> 1);
        ReportCollector mixed = new ReportCollector(new MetricCatalogue(List.of(broken, sound)), Reports::healthy);
        assertThat(names(mixed.collect())).containsExactly("sound");
    }

    @Test
    void showsTheNextReportAsSoonAsThereIsOne() {
        AtomicReference<MonitorReport> board = new AtomicReference<>(Reports.of(Nodes.primary("patroni-0")));
        ReportCollector changing = new ReportCollector(Catalogues.full(), board::get);
        assertThat(Page.of(changing, Page.TEXT))
                .contains("pg_up{cluster=\"greenlang-cluster\",member=\"patroni-0\",} 1.0\n");

        board.set(Reports.of(Nodes.silent("patroni-0")));

        assertThat(Page.of(changing, Page.TEXT))
                .contains("pg_up{cluster=\"greenlang-cluster\",member=\"patroni-0\",} 0.0\n");
    }

    private static List<String> names(List<MetricFamilySamples> families) {
        return families.stream().map(family -> family.name).toList();
    }

    private static List<String> series(MetricFamilySamples.Sample sample) {
        return List.of(sample.name, sample.labelNames.toString(), sample.labelValues.toString());
    }
}
