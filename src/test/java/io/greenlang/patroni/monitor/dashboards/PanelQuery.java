package io.greenlang.patroni.monitor.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.testing.MetricNameLint.Expression;

/** What a panel asks Prometheus. */
record PanelQuery(Panel panel, JsonNode json) {
    String promql() {
        return json.path("expr").asText();
    }

    String legend() {
        return json.path("legendFormat").asText();
    }

    String refId() {
        return json.path("refId").asText();
    }

    boolean isInstant() {
        return json.path("instant").asBoolean();
    }

    Expression expression() {
        return new Expression(toString(), promql());
    }

    /** Unique among all dashboards. */
    @Override
    public String toString() {
        return panel + " " + refId();
    }
}
