package io.greenlang.patroni.monitor.availability;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days of one cluster that are remembered. Immutable.
 *
 * @param begin when the watch began, by the wall clock; null before the first poll
 * @param days oldest first; at most 100, none of them twice
 */
public record Watched(@Nullable Instant begin, List<Day> days, BackupSight backups) {
    /** Before the first poll. */
    public static final Watched NOTHING = new Watched(null, List.of(), BackupSight.NONE);

    public Watched {
        days = List.copyOf(days);
    }

    /**
     * What the monitor can see of backups. Times are by the wall clock.
     *
     * @param since when it first knew of a backup; null while it never has
     * @param readAt when pgBackRest last told its backups; null while it never has
     * @param unknownBecause why they are unknown now, for people; null when they are known, and before the first poll
     */
    public record BackupSight(
            @Nullable Instant since,
            @Nullable Instant readAt,
            @Nullable String unknownBecause) {
        static final BackupSight NONE = new BackupSight(null, null, null);
    }
}
