package io.greenlang.patroni.monitor.event;

import org.jspecify.annotations.Nullable;

/**
 * What an event of the type {@code leader_change} says of the WAL that was lost.
 *
 * @param bytes null when that is unknown
 * @param atLeast {@code bytes} is a lower bound
 * @param knownBy null when it is unknown
 */
public record LeaderCost(
        @Nullable Long bytes, boolean atLeast, @Nullable String knownBy) {

    public static LeaderCost of(Event leaderChange) {
        Long exact = number(leaderChange, LostWal.EXACT);
        Long least = number(leaderChange, LostWal.AT_LEAST);
        Object knownBy = leaderChange.data().get(LostWal.KNOWN_BY);
        return new LeaderCost(
                exact != null ? exact : least,
                exact == null && least != null,
                knownBy instanceof String words ? words : null);
    }

    /** Time without a writable leader, in seconds; null when it is unknown. */
    public static @Nullable Double secondsWithout(Event leaderChange) {
        return leaderChange.data().get(LeaderChanged.SECONDS) instanceof Number seconds
                ? Double.valueOf(seconds.doubleValue())
                : null;
    }

    private static @Nullable Long number(Event event, String name) {
        return event.data().get(name) instanceof Number bytes ? Long.valueOf(bytes.longValue()) : null;
    }
}
