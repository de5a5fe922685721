package io.greenlang.patroni.monitor.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where alerts lead to.
 *
 * @param runbooks base address of the runbook pages, without a slash at its end
 * @param grafana base address of Grafana, without a slash at its end
 */
public record LinksConfig(String runbooks, String grafana) {
    /** The page of docs/runbooks of that name. */
    public String runbook(String page) {
        return runbooks + "/" + page + ".md";
    }

    /** {@code dashboards/patroni-overview.json}, of all clusters. */
    public String dashboard() {
        return grafana + "/d/patroni-overview/patroni-cluster-overview";
    }

    /** The same, of one cluster. */
    public String dashboard(String cluster) {
        return dashboard() + "?var-cluster=" + URLEncoder.encode(cluster, StandardCharsets.UTF_8);
    }
}
