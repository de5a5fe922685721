package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import java.util.Locale;

/** How a cluster stands, the worst first: what is known to be broken comes before what can't be seen. */
enum ClusterOrder {
    CRITICAL,
    BLIND,
    DEGRADED,
    /** Its first poll has not finished yet. */
    WAITING,
    HEALTHY;

    static ClusterOrder of(ClusterReport report) {
        return report.snapshot().isEmpty() ? WAITING : of(report.state());
    }

    private static ClusterOrder of(ClusterState state) {
        return switch (state) {
            case CRITICAL -> CRITICAL;
            case BLIND -> BLIND;
            case DEGRADED -> DEGRADED;
            case HEALTHY -> HEALTHY;
        };
    }

    /** For people, and as the name of its colour. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
