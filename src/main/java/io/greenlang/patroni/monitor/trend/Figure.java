package io.greenlang.patroni.monitor.trend;

/** What is measured of a member over time. */
public enum Figure {
    /** How far a standby's replay is behind the primary, in seconds. */
    LAG,
    /** Client backends as a share of {@code max_connections}, 0 to 1. */
    CONNECTIONS,
    /** WAL that the leader writes, in bytes per second. */
    WAL,
    /** Used share of the fullest volume, 0 to 1. */
    DISK
}
