package io.greenlang.patroni.monitor.incident;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The record of one failover or outage. All times are by the wall clock.
 *
 * @param cluster its name in the configuration
 * @param began when the old leader was last seen at work
 * @param ended when the record was complete; null while it goes on
 * @param from who led before; null when nobody knows
 * @param to who leads since then; null while nobody does
 * @param moments oldest first
 * @param candidates as they stood before it; empty when that is not known
 * @param choice why this one took over, for people
 * @param settings of Patroni that mattered, by name, as people write them; empty when they were not read
 * @param openEnds what the record leaves open, for people
 */
public record Incident(
        String cluster,
        Kind kind,
        Instant began,
        @Nullable Instant ended,
        @Nullable String from,
        @Nullable String to,
        Outage outage,
        Loss loss,
        List<Moment> moments,
        List<Candidate> candidates,
        String choice,
        Map<String, String> settings,
        List<String> openEnds) {
    public Incident {
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(began);
        Objects.requireNonNull(outage);
        Objects.requireNonNull(loss);
        moments = List.copyOf(moments);
        candidates = List.copyOf(candidates);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        openEnds = List.copyOf(openEnds);
    }

    /** What it was, as far as the daemon could see. */
    public enum Kind {
        /** Another member leads, and nobody planned that. */
        FAILOVER("Failover"),
        /** Another member leads, as planned; on record only when it took long. */
        SWITCHOVER("Switchover"),
        /** Another member leads; whether that was planned is unknown. */
        LEADER_CHANGE("Leader change"),
        /** Nobody led for a while, or still does not; the same member leads afterwards. */
        OUTAGE("Outage");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** In JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For people, at the beginning of a line. */
        public String title() {
            return title;
        }
    }

    /**
     * How long the cluster could not be written to.
     *
     * @param seconds at most; null while it goes on, and when it began before the watch
     * @param knownBy for people
     */
    public record Outage(@Nullable Double seconds, String knownBy) {}

    /**
     * What was lost of the old leader's WAL.
     *
     * @param bytes null when it is unknown
     * @param atLeast {@code bytes} is a lower bound
     * @param knownBy why it is known, or is not, for people
     */
    public record Loss(@Nullable Long bytes, boolean atLeast, String knownBy) {
        public static final Loss UNTOLD = new Loss(null, false, "no leader change was told");
    }

    /** It lasts until it has ended and the members follow. */
    public boolean isOpen() {
        return ended == null;
    }

    /** Whether it went on at that time. */
    public boolean covers(Instant time) {
        return !time.isBefore(began.truncatedTo(ChronoUnit.SECONDS)) && (ended == null || !time.isAfter(ended));
    }
}
