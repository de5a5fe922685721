package io.greenlang.patroni.monitor.source.dcs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long the leader lock is still held where the DCS does not tell. Patroni's candidates go by how long they have seen the leader's record
 * unchanged, each by its own clock, and so does this: no clock is compared with another. The record is looked at once in a round, so that
 * what is left may be too much by that pause, and never too little. Safe for concurrent use.
 */
final class WatchedLease {
    private Map<String, String> record = Map.of();
    private @Nullable Instant since;
    /** It was seen to change, and not only found as it is. */
    private boolean changed;

    /**
     * What was seen of it.
     *
     * @param left at least zero; null when unknown, which it is until the record was seen to change
     * @param expired nobody has renewed it for longer than its ttl: the lock is free
     */
    record Seen(@Nullable Duration left, boolean expired) {}

    /**
     * @param newest the record as it is now
     * @param now by a clock that only runs
     */
    synchronized Seen look(Map<String, String> newest, Instant now) {
        Instant seen = since;
        if (seen == null || !newest.equals(record)) {
            changed = seen != null;
            record = Map.copyOf(newest);
            since = now;
            seen = now;
        }
        Duration ttl = ttl(newest.getOrDefault("ttl", ""));
        if (ttl == null) {
            return new Seen(null, false);
        }
        Duration left = ttl.minus(Duration.between(seen, now));
        return left.isNegative() ? new Seen(null, true) : new Seen(changed ? left : null, false);
    }

    private static @Nullable Duration ttl(String seconds) {
        return seconds.matches("[1-9]\\d{0,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }
}
