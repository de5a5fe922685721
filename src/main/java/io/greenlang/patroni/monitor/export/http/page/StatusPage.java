package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.trend.Trend;
import java.util.function.Function;

/**
 * The page as HTML. Safe for concurrent use.
 *
 * @param html the whole document, valid HTML 5
 * @param contentSecurityPolicy what a browser may do with it: apply its own style sheet, and nothing else
 * @param refreshSeconds after which a browser is to ask again; 0 when the visitor does not want that
 */
public record StatusPage(String html, String contentSecurityPolicy, long refreshSeconds) {
    /**
     * Loads the template at the first call.
     *
     * @param trends the last hour of a cluster, by its name
     */
    public static StatusPage of(MonitorReport report, Function<String, Trend> trends, Visit visit) {
        long refresh = visit.options().refreshes() ? visit.refreshSeconds(report) : 0;
        String html = PageTemplate.fill(PageView.of(report, trends, visit));
        return new StatusPage(html, PageTemplate.contentSecurityPolicy(), refresh);
    }
}
