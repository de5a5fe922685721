package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** How far a standby's replay is behind the primary, or why that can't be known. */
public sealed interface ReplicationLag permits ReplicationLag.Known, ReplicationLag.Unknown {

    /**
     * @param time since the primary passed the standby's replay position; exactly zero when caught up
     * @param bytes WAL between the two; 0 when caught up
     * @param atLeast the daemon has not watched for long enough to say more
     */
    record Known(Duration time, long bytes, boolean atLeast) implements ReplicationLag {
        @Override
        public <R> R fold(Function<Known, R> known, Function<Unknown, R> unknown) {
            return known.apply(this);
        }
    }

    /** @param reason for people: the primary can't be read, another timeline, … */
    record Unknown(String reason) implements ReplicationLag {
        @Override
        public <R> R fold(Function<Known, R> known, Function<Unknown, R> unknown) {
            return unknown.apply(this);
        }
    }

    <R> R fold(Function<Known, R> known, Function<Unknown, R> unknown);

    /** The figures, where they are known. */
    default Optional<Known> known() {
        return fold(Optional::of, u -> Optional.empty());
    }
}
