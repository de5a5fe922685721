package io.greenlang.patroni.monitor.rule;

/** From when on an alert makes its cluster degraded (warning) or critical. */
public enum StateEffect {
    /** Bad right now: counts while it is pending, too. */
    IMMEDIATE,
    /** Bad only when it lasts, or harmless for a while: counts when it fires. */
    WHEN_FIRING,
    /** About the monitor itself; says nothing about the cluster. */
    NONE
}
