package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a failover to one member now would lose: WAL of the primary that this member has not received. */
public sealed interface FailoverCost permits FailoverCost.Known, FailoverCost.Unknown {

    /**
     * Bounds, as of the moment at which the primary's position was read last.
     *
     * @param leastBytes what was never on its way to the member; 0 when nothing is proven to be missing there
     * @param mostBytes what the member had not confirmed; null when nobody can tell
     * @param leastTime how long before that moment the first byte was written that the member lacks at least
     * @param mostTime the same for what it lacks at most; null when that was before the monitor's watch
     * @param asOf when the primary's position was read
     * @param primaryRead in this snapshot; else the primary may have written more since
     * @param synchronous it confirms every commit before the client is told of it: what is missing, nobody was promised
     */
    record Known(
            long leastBytes,
            @Nullable Long mostBytes,
            Duration leastTime,
            @Nullable Duration mostTime,
            Instant asOf,
            boolean primaryRead,
            boolean synchronous)
            implements FailoverCost {

        /** Nothing that a client was told is committed. */
        public static Known nothing(Instant asOf, boolean primaryRead) {
            return new Known(0, 0L, Duration.ZERO, Duration.ZERO, asOf, primaryRead, true);
        }

        @Override
        public <R> R fold(Function<Known, R> known, Function<Unknown, R> unknown) {
            return known.apply(this);
        }
    }

    /** @param reason for people */
    record Unknown(String reason) implements FailoverCost {
        @Override
        public <R> R fold(Function<Known, R> known, Function<Unknown, R> unknown) {
            return unknown.apply(this);
        }
    }

    <R> R fold(Function<Known, R> known, Function<Unknown, R> unknown);

    /** The bounds, where there are any. */
    default Optional<Known> known() {
        return fold(Optional::of, u -> Optional.empty());
    }
}
