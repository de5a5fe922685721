package io.greenlang.patroni.monitor.availability;

import io.greenlang.patroni.monitor.event.Event;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A leader change that is not known to be planned.
 *
 * @param at by the wall clock
 * @param failover known not to be planned; else nobody knows
 * @param leaderless how long no member was leader and writable; null when that was not seen
 * @param lostBytes WAL that was lost; null when that is unknown
 * @param atLeast {@code lostBytes} is a lower bound
 */
public record Takeover(
        Instant at,
        boolean failover,
        @Nullable Duration leaderless,
        @Nullable Long lostBytes,
        boolean atLeast) {
    /** A leader change as the event has it; null for a planned one. */
    static @Nullable Takeover of(Event change) {
        Object planned = change.data().get("planned");
        if (Boolean.TRUE.equals(planned)) {
            return null;
        }
        Object leaderless = change.data().get("seconds_without_writable_leader");
        Object exact = change.data().get("lost_bytes");
        Object lost = exact != null ? exact : change.data().get("lost_bytes_at_least");
        return new Takeover(
                change.at(),
                planned != null,
                leaderless instanceof Number seconds
                        ? Duration.ofMillis(Math.round(seconds.doubleValue() * 1000))
                        : null,
                lost instanceof Number bytes ? bytes.longValue() : null,
                exact == null && lost != null);
    }
}
