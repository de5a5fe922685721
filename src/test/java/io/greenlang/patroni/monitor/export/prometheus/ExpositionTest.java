package io.greenlang.patroni.monitor.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Reports;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The page as Prometheus reads it, whole. */
class ExpositionTest {
    @Test
    void writesEveryMetricInTheTextFormat() throws IOException {
        assertThat(page(Reports.eventful(), TextFormat.CONTENT_TYPE_004)).isEqualTo(golden("eventful.txt"));
    }

    @Test
    void writesEveryMetricInOpenMetrics() throws IOException {
        assertThat(page(Reports.eventful(), TextFormat.CONTENT_TYPE_OPENMETRICS_100))
                .isEqualTo(golden("eventful.openmetrics.txt"));
    }

    @Test
    void saysOfABlindClusterOnlyThatItIsBlindAndWhy() throws IOException {
        assertThat(page(Reports.blind(), TextFormat.CONTENT_TYPE_004)).isEqualTo(golden("blind.txt"));
    }

    @Test
    void showsAStateAndLimitsBeforeTheFirstPollAndNothingElse() throws IOException {
        assertThat(page(Reports.awaiting(), TextFormat.CONTENT_TYPE_004)).isEqualTo(golden("awaiting.txt"));
    }

    private static String page(MonitorReport report, String format) throws IOException {
        CollectorRegistry registry = new CollectorRegistry();
        registry.register(new ReportCollector(Catalogues.full(), () -> report));
        StringWriter page = new StringWriter();
        TextFormat.writeFormat(format, page, registry.metricFamilySamples());
        return page.toString();
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = ExpositionTest.class.getResourceAsStream("/exposition/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
