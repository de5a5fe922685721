package io.greenlang.patroni.monitor.model;

import java.time.Duration;

/**
 * What {@code GET /config} says about how this cluster is run; Patroni's defaults where it says nothing.
 *
 * @param checkTimeline only a replica on the newest timeline may take over
 */
public record DynamicConfig(
        Timing timing,
        long maximumLagOnFailoverBytes,
        SynchronousMode synchronousMode,
        boolean failsafeMode,
        boolean standbyCluster,
        boolean checkTimeline) {

    /** Patroni's defaults, for a cluster whose {@code /config} was never read. */
    public static final DynamicConfig DEFAULTS = new DynamicConfig(
            new Timing(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(10)),
            1_048_576,
            new SynchronousMode(SynchronousMode.Kind.OFF, false, 1),
            false,
            false,
            false);

    /** Patroni does not check timelines, which is its default. */
    public DynamicConfig(
            Timing timing,
            long maximumLagOnFailoverBytes,
            SynchronousMode synchronousMode,
            boolean failsafeMode,
            boolean standbyCluster) {
        this(timing, maximumLagOnFailoverBytes, synchronousMode, failsafeMode, standbyCluster, false);
    }

    /** How often the HA loop runs, how long a leader key lives, how long the DCS is tried. */
    public record Timing(Duration ttl, Duration loopWait, Duration retryTimeout) {}

    /**
     * @param strict writes block when there is no synchronous standby
     * @param nodeCount {@code synchronous_node_count}
     */
    public record SynchronousMode(Kind kind, boolean strict, int nodeCount) {
        /** Values of {@code synchronous_mode}; {@code QUORUM} since Patroni 4.0.0. */
        public enum Kind {
            OFF,
            ON,
            QUORUM
        }

        public boolean isOn() {
            return kind != Kind.OFF;
        }
    }
}
