package io.greenlang.patroni.monitor.rule;

import java.util.Locale;

/** One word for a cluster. Blind is not healthy: nothing could be read. */
public enum ClusterState {
    HEALTHY,
    DEGRADED,
    CRITICAL,
    BLIND;

    /** The value of the label {@code state}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
