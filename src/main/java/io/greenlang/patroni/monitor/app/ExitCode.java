package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.rule.ClusterState;
import java.util.List;

/** The exit statuses of the contract. */
final class ExitCode {
    static final int OK = 0;
    static final int WARNING = 1;
    static final int USAGE = 2;
    static final int CRITICAL = 3;
    static final int BLIND = 4;

    private ExitCode() {}

    /** The worst of all clusters; blind only when nothing of any could be read. */
    static int of(List<ClusterState> states) {
        if (states.contains(ClusterState.CRITICAL)) {
            return CRITICAL;
        }
        if (states.stream().allMatch(state -> state == ClusterState.BLIND)) {
            return BLIND;
        }
        if (states.contains(ClusterState.BLIND)) {
            return CRITICAL;
        }
        return states.contains(ClusterState.DEGRADED) ? WARNING : OK;
    }
}
