package io.greenlang.patroni.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.export.http.HistoryJson;
import io.greenlang.patroni.monitor.export.http.ReportJson;
import io.greenlang.patroni.monitor.export.http.TopologyJson;
import io.greenlang.patroni.monitor.export.http.page.PageOptions;
import io.greenlang.patroni.monitor.export.http.page.StatusPage;
import io.greenlang.patroni.monitor.export.http.page.Visit;
import io.greenlang.patroni.monitor.export.prometheus.BuildInfo;
import io.greenlang.patroni.monitor.export.prometheus.MetricCatalogue;
import io.greenlang.patroni.monitor.export.prometheus.ReportCollector;
import io.greenlang.patroni.monitor.export.text.HistoryText;
import io.greenlang.patroni.monitor.export.text.StatusText;
import io.greenlang.patroni.monitor.export.text.Terminal;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.trend.Trend;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that is told to people and other programs goes by the wall clock: where that is an hour ahead of the daemon's own,
 * every point in time is told an hour later, and every age is the same.
 */
class WallTimeTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final LinksConfig LINKS = new LinksConfig("https://runbooks.example", "https://grafana.example");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z| UTC)");
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    static Stream<MonitorReport> reports() {
        return Stream.of(
                Reports.healthy(),
                Reports.eventful(),
                Judged.threeClusters(Snapshots.NOON),
                Judged.report(Judged.of(Snapshots.healthy().scheduledSwitchover(Snapshots.NOON.plus(HOUR)))));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void inMetrics(MonitorReport report) {
        Map<String, Double> before = samples(report);
        Map<String, Double> after = samples(anHourAhead(report));

        Map<String, Double> expected = new TreeMap<>();
        before.forEach((series, value) -> expected.put(series, value + secondsLater(series, value)));
        assertThat(after).isEqualTo(expected);
        assertThat(after).isNotEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void inJson(MonitorReport report) {
        Stream.<Function<MonitorReport, JsonNode>>of(
                        ReportJson::clusters, ReportJson::alerts, HistoryJson::of, TopologyJson::of)
                .forEach(json -> assertThat(withoutOffsets(json.apply(anHourAhead(report))))
                        .isEqualTo(anHourLater(withoutOffsets(json.apply(report)))));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void inTexts(MonitorReport report) {
        assertThat(StatusText.of(withoutAlerts(anHourAhead(report)), LINKS, Terminal.NONE))
                .isEqualTo(anHourLater(StatusText.of(withoutAlerts(report), LINKS, Terminal.NONE)));
        assertThat(HistoryText.of(anHourAhead(report), Terminal.NONE))
                .isEqualTo(anHourLater(HistoryText.of(report, Terminal.NONE)));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void onTheStatusPage(MonitorReport report) {
        assertThat(page(withoutAlerts(report), new ClockOffset(HOUR)))
                .isEqualTo(anHourLater(page(withoutAlerts(report), ClockOffset.NONE)));
    }

    /** Members' clocks did not move along. */
    private static int secondsLater(String series, double value) {
        if (series.startsWith("patroni_monitor_clock_offset_seconds")) {
            return -3600;
        }
        if (series.startsWith("patroni_certificate_not_after_timestamp_seconds{[, ")) {
            return 0; // of no cluster: read from a file, by nobody's clock
        }
        boolean isTime =
                series.matches("(?:.*_timestamp_seconds|.*_start_time(?:_seconds)?|patroni_dcs_last_seen)\\{.*");
        return value > 1e9 && isTime ? 3600 : 0;
    }

    private static Map<String, Double> samples(MonitorReport report) {
        Map<String, Double> samples = new TreeMap<>();
        new ReportCollector(new MetricCatalogue(new BuildInfo("1.0.0", "17")), () -> report)
                .collect()
                .forEach(family -> family.samples.forEach(
                        sample -> samples.put(sample.name + "{" + sample.labelValues + "}", sample.value)));
        return samples;
    }

    private static String withoutOffsets(JsonNode json) {
        return json.toString().replaceAll("\"clock_offset_seconds\":[^,]+", "");
    }

    private static String page(MonitorReport report, ClockOffset wall) {
        Instant at = report.clusters().get(0).snapshot().orElseThrow().at().plusSeconds(7);
        return StatusPage.of(
                        report,
                        cluster -> Trend.NOTHING,
                        new Visit(at, wall, LINKS, PageOptions.of("open=all"), new EventLog()))
                .html();
    }

    private static MonitorReport anHourAhead(MonitorReport report) {
        return new MonitorReport(
                report.clusters().stream()
                        .map(cluster -> cluster.withWall(new ClockOffset(HOUR)))
                        .toList(),
                report.configReloaded(),
                report.certificates(),
                report.discoveries());
    }

    /** Their descriptions were written when they were judged. */
    private static MonitorReport withoutAlerts(MonitorReport report) {
        return new MonitorReport(
                report.clusters().stream()
                        .map(cluster -> new ClusterReport(
                                cluster.config(), cluster.snapshotOrNull(), cluster.state(), List.of(), false))
                        .toList(),
                report.configReloaded());
    }

    private static String anHourLater(String text) {
        return TIME.matcher(text).replaceAll(WallTimeTest::anHourLater);
    }

    private static String anHourLater(MatchResult time) {
        return time.group().endsWith("UTC")
                ? UTC.format(UTC.parse(time.group(), Instant::from).plus(HOUR))
                : Instant.parse(time.group()).plus(HOUR).toString();
    }
}
