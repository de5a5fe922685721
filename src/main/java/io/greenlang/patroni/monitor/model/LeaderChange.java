package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Another member became leader.
 *
 * @param at when the new timeline began, or when the daemon first saw it
 * @param timeline the new leader's timeline
 * @param from null when nobody knows who led before
 * @param to null when nobody knows who leads
 * @param leaderless how long no member was leader and writable; null when the daemon did not watch it
 * @param planned a switchover, as far as the daemon could see
 */
public record LeaderChange(
        Instant at,
        int timeline,
        @Nullable String from,
        @Nullable String to,
        @Nullable Duration leaderless,
        Certainty planned) {}
