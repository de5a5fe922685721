package io.greenlang.patroni.monitor.model;

import java.util.Locale;

/** Where a fact comes from. */
public enum Source {
    /** A node's own REST answer: {@code /patroni}, {@code /liveness}. */
    PATRONI,
    /** A node's own SQL. */
    POSTGRES,
    /** The DCS as one member shows it: {@code /cluster}, {@code /history}, {@code /config}. */
    DCS,
    /** The DCS itself, read without a member in between. */
    DCS_DIRECT,
    /** A page of metrics about a node's file systems. */
    DISK;

    /** The value of the label {@code source}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
