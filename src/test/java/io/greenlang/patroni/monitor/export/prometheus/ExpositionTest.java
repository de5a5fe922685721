package io.greenlang.patroni.monitor.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The page as Prometheus reads it, whole. */
class ExpositionTest {
    @Test
    void writesEveryMetricInTheTextFormat() throws IOException {
        assertThat(page(Reports.eventful(), Page.TEXT)).isEqualTo(golden("eventful.txt"));
    }

    @Test
    void writesEveryMetricInOpenMetrics() throws IOException {
        assertThat(page(Reports.eventful(), Page.OPEN_METRICS)).isEqualTo(golden("eventful.openmetrics.txt"));
    }

    @Test
    void saysOfABlindClusterOnlyThatItIsBlindAndWhy() throws IOException {
        assertThat(page(Reports.blind(), Page.TEXT)).isEqualTo(golden("blind.txt"));
    }

    @Test
    void showsAStateAndLimitsBeforeTheFirstPollAndNothingElse() throws IOException {
        assertThat(page(Reports.awaiting(), Page.TEXT)).isEqualTo(golden("awaiting.txt"));
    }

    private static String page(MonitorReport report, String format) {
        return Page.of(new ReportCollector(Catalogues.full(), () -> report), format);
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = ExpositionTest.class.getResourceAsStream("/exposition/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
