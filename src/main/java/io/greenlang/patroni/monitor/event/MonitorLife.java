package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What happens to the watch itself, which no snapshot shows. All times are those of the wall clock. */
public final class MonitorLife {
    static final Set<EventType> TYPES =
            Set.of(EventType.MONITOR_STARTED, EventType.MONITOR_STOPPED, EventType.MONITOR_GAP);

    private MonitorLife() {}

    /** @param version of the monitor */
    public static Event started(String cluster, Instant at, String version) {
        return new Event(
                at,
                cluster,
                EventType.MONITOR_STARTED,
                null,
                "The monitor " + version + " began to watch",
                new Data().with("version", version).all());
    }

    public static Event stopped(String cluster, Instant at) {
        return new Event(
                at, cluster, EventType.MONITOR_STOPPED, null, "The monitor stopped watching", new Data().all());
    }

    /**
     * Nobody watched.
     *
     * @param from when the monitor stopped, or when it is last known to have watched
     * @param to when it began again
     * @param exact {@code from} is when it stopped; otherwise it watched for an unknown time after it
     */
    public static Event gap(String cluster, Instant from, Instant to, boolean exact) {
        Duration time = Duration.between(from, to);
        return new Event(
                to,
                cluster,
                EventType.MONITOR_GAP,
                null,
                "Nobody watched for " + (exact ? "" : "at most ") + Figures.time(time)
                        + ": what happened in that time is missing",
                new Data()
                        .with("from", from.toString())
                        .with("to", to.toString())
                        .with("exact", exact)
                        .seconds(exact ? "gap_seconds" : "gap_seconds_at_most", time)
                        .all());
    }
}
