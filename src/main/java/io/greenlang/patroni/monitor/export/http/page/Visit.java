package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.time.Duration;
import java.time.Instant;

/**
 * Somebody who looks at the page.
 *
 * @param at the "now" of all ages on the page
 * @param wall by which times are told
 * @param events of which the last day's are shown
 */
public record Visit(Instant at, ClockOffset wall, LinksConfig links, PageOptions options, EventLog events) {
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(5);

    /** As often as the fastest cluster is polled, but every five seconds at most. */
    long refreshSeconds(MonitorReport report) {
        return report.clusters().stream()
                .map(cluster -> cluster.config().poll().interval())
                .min(Duration::compareTo)
                .filter(interval -> interval.compareTo(SHORTEST_REFRESH) > 0)
                .orElse(SHORTEST_REFRESH)
                .toSeconds();
    }

    Timestamp moment(Instant when) {
        return Timestamp.of(wall.shows(when), wall.shows(at));
    }
}
