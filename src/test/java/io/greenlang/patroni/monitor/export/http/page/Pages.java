package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.trend.Trend;
import java.time.Instant;

/** Pages as somebody sees them seven seconds after the poll. */
final class Pages {
    private static final LinksConfig LINKS =
            new LinksConfig("https://runbooks.example.com", "https://grafana.example.com");

    private Pages() {}

    static Visit visit() {
        return visit(Snapshots.NOON, null);
    }

    static Visit visit(Instant polled, String query) {
        return new Visit(polled.plusSeconds(7), ClockOffset.NONE, LINKS, PageOptions.of(query), new EventLog());
    }

    static String html(MonitorReport report) {
        return page(report, visit()).html();
    }

    /** Without a past. */
    static StatusPage page(MonitorReport report, Visit visit) {
        return StatusPage.of(report, cluster -> Trend.NOTHING, visit);
    }

    static PageView view(MonitorReport report, Visit visit) {
        return PageView.of(report, cluster -> Trend.NOTHING, visit);
    }

    static ClusterPanel panel(ClusterReport report) {
        return panel(report, visit());
    }

    static ClusterPanel panel(ClusterReport report, Visit visit) {
        return ClusterPanel.of(report, Hour.NOT_DRAWN, visit);
    }
}
