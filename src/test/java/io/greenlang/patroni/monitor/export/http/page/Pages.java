package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Snapshots;
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
        return new Visit(polled.plusSeconds(7), ClockOffset.NONE, LINKS, Visit.Wish.of(query), new EventLog());
    }

    static String html(MonitorReport report) {
        return StatusPage.of(report, visit()).html();
    }

    static ClusterPanel panel(ClusterReport report) {
        return ClusterPanel.of(report, visit());
    }
}
