package io.greenlang.patroni.monitor.model;

import java.util.Locale;

/** Who may tell how full a member's file systems are; the first one that does is believed. */
public enum DiskSource {
    /** {@code df} on the node, through the view {@code patroni_monitor.disk}. */
    SQL_VIEW,
    /** The metrics of a node_exporter on the node. */
    NODE_EXPORTER,
    /** A kubelet's metrics about persistent volume claims. */
    KUBELET,
    /** What SQL counts of PostgreSQL's own files, within a configured size: at least that much is used. */
    SIZE;

    /** The value of the label {@code source}: lower case with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
