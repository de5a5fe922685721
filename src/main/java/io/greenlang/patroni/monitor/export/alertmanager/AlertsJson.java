package io.greenlang.patroni.monitor.export.alertmanager;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.export.alertmanager.AlertHistory.AlertState;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.Catalogue;
import java.time.Instant;
import java.util.List;

/** What {@code POST /api/v2/alerts} takes. */
final class AlertsJson {
    private AlertsJson() {}

    /**
     * @param timeout when Alertmanager may take an alert for ended that it heard nothing more of
     * @param wall by which times are told
     */
    static String of(List<AlertState> notices, LinksConfig links, Instant timeout, ClockOffset wall) {
        ArrayNode alerts = JsonNodeFactory.instance.arrayNode();
        notices.forEach(notice -> write(alerts.addObject(), notice, links, timeout, wall));
        return alerts.toString();
    }

    private static void write(
            ObjectNode node, AlertState notice, LinksConfig links, Instant timeout, ClockOffset wall) {
        Alert alert = notice.alert();
        String dashboard = links.dashboard(notice.cluster());
        ObjectNode labels = node.putObject("labels");
        alert.labels(notice.cluster()).forEach(labels::put);
        ObjectNode annotations = node.putObject("annotations");
        Catalogue.rule(alert.name())
                .ifPresent(rule -> annotations
                        .put("summary", rule.summary() + ".")
                        .put("runbook_url", links.runbook(rule.page())));
        annotations.put("description", alert.description()).put("dashboard_url", dashboard);
        Instant end = notice.ended() == null ? timeout : notice.ended();
        node.put("startsAt", wall.shows(earlier(alert.since(), end)).toString());
        node.put("endsAt", wall.shows(end).toString());
        node.put("generatorURL", dashboard);
    }

    /** Alertmanager refuses an alert that ends before it starts. */
    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
