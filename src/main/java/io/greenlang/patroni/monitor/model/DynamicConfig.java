package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /config} says about how this cluster is run; Patroni's defaults where it says nothing.
 *
 * @param checkTimeline only a replica on the newest timeline may take over
 * @param settings all that is set, by dotted key, to tell what somebody changes; a text that may be a secret is a mark, see
 *     {@link #isHidden}
 */
public record DynamicConfig(
        Timing timing,
        long maximumLagOnFailoverBytes,
        SynchronousMode synchronousMode,
        boolean failsafeMode,
        boolean standbyCluster,
        boolean checkTimeline,
        SortedMap<String, String> settings) {

    private static final String HIDDEN = "#";

    public DynamicConfig {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** Patroni's defaults, for a cluster whose {@code /config} was never read. */
    public static final DynamicConfig DEFAULTS = new DynamicConfig(
            new Timing(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(10)),
            1_048_576,
            new SynchronousMode(SynchronousMode.Kind.OFF, false, 1),
            false,
            false,
            false);

    /** What is set is not told. */
    public DynamicConfig(
            Timing timing,
            long maximumLagOnFailoverBytes,
            SynchronousMode synchronousMode,
            boolean failsafeMode,
            boolean standbyCluster,
            boolean checkTimeline) {
        this(
                timing,
                maximumLagOnFailoverBytes,
                synchronousMode,
                failsafeMode,
                standbyCluster,
                checkTimeline,
                Collections.emptySortedMap());
    }

    /** Patroni does not check timelines, which is its default. */
    public DynamicConfig(
            Timing timing,
            long maximumLagOnFailoverBytes,
            SynchronousMode synchronousMode,
            boolean failsafeMode,
            boolean standbyCluster) {
        this(timing, maximumLagOnFailoverBytes, synchronousMode, failsafeMode, standbyCluster, false);
    }

    /** The same, with what is set. */
    public DynamicConfig withSettings(SortedMap<String, String> all) {
        return new DynamicConfig(
                timing, maximumLagOnFailoverBytes, synchronousMode, failsafeMode, standbyCluster, checkTimeline, all);
    }

    /** Stands for a text that is not shown: another text has another mark, which does not tell the text. */
    public static String hidden(String text) {
        return HIDDEN + Integer.toHexString(text.hashCode());
    }

    /** Whether a value of {@link #settings} is such a mark. */
    public static boolean isHidden(@Nullable String value) {
        return value != null && value.startsWith(HIDDEN);
    }

    /** How often the HA loop runs, how long a leader key lives, how long the DCS is tried. */
    public record Timing(Duration ttl, Duration loopWait, Duration retryTimeout) {
        /** Within which a Patroni that reaches its DCS reads it again: a loop, and all tries of a question. */
        public Duration readsDcsWithin() {
            return loopWait.plus(retryTimeout);
        }

        /** How soon after the death of its owner the leader key can expire. */
        public Duration earliestExpiry() {
            return ttl.minus(loopWait);
        }
    }

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
