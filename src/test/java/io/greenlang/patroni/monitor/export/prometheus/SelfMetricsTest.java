package io.greenlang.patroni.monitor.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.testing.Reports;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SelfMetricsTest {
    private final SelfMetrics metrics = new SelfMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void showsPollDurationsAsAHistogram() {
        metrics.pollFinished("c", Duration.ofMillis(300));
        metrics.pollFinished("c", Duration.ofMillis(1_500));
        assertThat(value("patroni_monitor_poll_duration_seconds_bucket", "c", "0.25"))
                .isZero();
        assertThat(value("patroni_monitor_poll_duration_seconds_bucket", "c", "1.0"))
                .isEqualTo(1);
        assertThat(value("patroni_monitor_poll_duration_seconds_bucket", "c", "+Inf"))
                .isEqualTo(2);
        assertThat(value("patroni_monitor_poll_duration_seconds_sum", "c")).isEqualTo(1.8);
    }

    @Test
    void keepsTheSourcesApart() {
        metrics.sourceAnswered("c", Source.PATRONI, Duration.ofMillis(30));
        metrics.sourceAnswered("c", Source.DCS, Duration.ofSeconds(2));
        assertThat(value("patroni_monitor_source_duration_seconds_count", "c", "patroni"))
                .isEqualTo(1);
        assertThat(value("patroni_monitor_source_duration_seconds_sum", "c", "dcs"))
                .isEqualTo(2);
    }

    @Test
    void countsInternalErrorsFromZero() {
        metrics.pollFinished("c", Duration.ofMillis(300));
        assertThat(value("patroni_monitor_internal_errors_total", "c")).isZero();
        metrics.internalError("c");
        assertThat(value("patroni_monitor_internal_errors_total", "c")).isEqualTo(1);
    }

    @Test
    void endsTheSeriesOfAForgottenClusterAlone() {
        for (String cluster : List.of("kept", "gone")) {
            metrics.pollFinished(cluster, Duration.ofMillis(300));
            metrics.sourceAnswered(cluster, Source.POSTGRES, Duration.ofMillis(3));
            metrics.internalError(cluster);
        }
        metrics.forgetCluster("gone");
        assertThat(samples()).noneMatch(sample -> sample.labelValues.contains("gone"));
        assertThat(samples()).anyMatch(sample -> sample.labelValues.contains("kept"));
    }

    @Test
    void showsWhetherAnAlertmanagerTookTheLastMessage() {
        metrics.alertsTaken("am1:9093");
        metrics.alertsNotTaken("am2:9093", FailureKind.REFUSED);
        metrics.alertsTaken("am2:9093");
        metrics.alertsNotTaken("am2:9093", FailureKind.TIMEOUT);
        metrics.alertsNotTaken("am2:9093", FailureKind.TIMEOUT);

        assertThat(value("patroni_monitor_alertmanager_up", "am1:9093")).isEqualTo(1);
        assertThat(value("patroni_monitor_alertmanager_up", "am2:9093")).isZero();
        assertThat(value("patroni_monitor_alertmanager_failures_total", "am2:9093", "refused"))
                .isEqualTo(1);
        assertThat(value("patroni_monitor_alertmanager_failures_total", "am2:9093", "timeout"))
                .isEqualTo(2);
    }

    @Test
    void endsTheSeriesOfAForgottenAlertmanagerUntilItIsToldAgain() {
        metrics.alertsNotTaken("am1:9093", FailureKind.REFUSED);
        metrics.forgetAlertmanager("am1:9093");
        assertThat(samples()).noneMatch(sample -> sample.labelValues.contains("am1:9093"));

        metrics.alertsTaken("am1:9093");
        assertThat(value("patroni_monitor_alertmanager_up", "am1:9093")).isEqualTo(1);
    }

    @Test
    void keepsOfAnHttpClientOnlyTheStatus() {
        Tags tags = Tags.of("uri", "/patroni", "status", "200", "target.host", "10.0.1.10", "method", "GET");
        Timer.builder(SelfMetrics.REST_REQUESTS).tags(tags).register(metrics.registry());
        assertThat(samples())
                .filteredOn(sample -> sample.name.equals("patroni_monitor_rest_requests_seconds_count"))
                .singleElement()
                .satisfies(sample -> assertThat(sample.labelNames).containsExactly("status"));
    }

    @Test
    void costsTheJvmAndItsOwnDurationsLessThan70Series() {
        metrics.pollFinished("c", Duration.ofMillis(300));
        for (Source source : Source.values()) {
            metrics.sourceAnswered("c", source, Duration.ofMillis(300));
        }
        assertThat(samples()).hasSizeBetween(40, 69);
    }

    @Test
    void sharesOnePageWithTheReportWithoutACollision() {
        metrics.prometheus().register(new ReportCollector(Catalogues.full(), Reports::healthy));
        assertThat(samples()).extracting(sample -> sample.name).contains("pg_up", "jvm_memory_used_bytes");
    }

    private double value(String name, String... labelValues) {
        return samples().stream()
                .filter(sample -> sample.name.equals(name) && sample.labelValues.containsAll(List.of(labelValues)))
                .findFirst()
                .orElseThrow()
                .value;
    }

    private List<MetricFamilySamples.Sample> samples() {
        return Collections.list(metrics.prometheus().metricFamilySamples()).stream()
                .flatMap(family -> family.samples.stream())
                .toList();
    }
}
