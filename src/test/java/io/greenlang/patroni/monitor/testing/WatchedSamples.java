package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.availability.Day;
import io.greenlang.patroni.monitor.availability.Takeover;
import io.greenlang.patroni.monitor.availability.Watched;
import io.greenlang.patroni.monitor.availability.Watched.BackupSight;
import io.greenlang.patroni.monitor.model.Availability;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Days of a cluster that ended at {@link Reports#AT}. */
public final class WatchedSamples {
    private static final Instant BEGIN = Instant.parse("2026-10-31T06:00:00Z");

    private WatchedSamples() {}

    /** Three weeks: two failovers, of which one's loss is unknown, a switchover, an hour unobserved, a day without a backup. */
    public static Watched weeks() {
        List<Day> days = new ArrayList<>();
        days.add(writable("2026-10-31", 18, 0));
        for (int date = 1; date <= 21; date++) {
            days.add(new Day(
                    LocalDate.of(2026, 11, date), whole(Duration.ZERO, Duration.ZERO), List.of(), 0, 0, 0, 1, 0));
        }
        Takeover lossy =
                new Takeover(Instant.parse("2026-11-03T03:00:36Z"), true, Duration.ofMillis(24_200), 1_468_006L, true);
        Takeover unclear =
                new Takeover(Instant.parse("2026-11-10T12:00:00Z"), true, Duration.ofSeconds(12), null, false);
        days.set(
                3,
                new Day(
                        LocalDate.of(2026, 11, 3),
                        whole(Duration.ofSeconds(725), Duration.ZERO),
                        List.of(lossy),
                        0,
                        0,
                        0,
                        1,
                        0));
        days.set(
                10,
                new Day(
                        LocalDate.of(2026, 11, 10),
                        whole(Duration.ofSeconds(12), Duration.ofHours(1)),
                        List.of(unclear),
                        0,
                        0,
                        1,
                        0,
                        1));
        days.add(writable("2026-11-22", 10, 1));
        return new Watched(BEGIN, days, new BackupSight(BEGIN, Reports.AT.minusSeconds(60), null));
    }

    /** A day and a half, all well, without backups. */
    public static Watched fresh() {
        return new Watched(
                Instant.parse("2026-11-21T12:00:00Z"),
                List.of(writable("2026-11-21", 12, 0), writable("2026-11-22", 10, 0)),
                new BackupSight(null, null, "no member has pgBackRest"));
    }

    private static Availability whole(Duration notWritable, Duration unobserved) {
        return new Availability(Duration.ofDays(1).minus(notWritable).minus(unobserved), notWritable, unobserved);
    }

    private static Day writable(String date, int hours, int backups) {
        Availability time = new Availability(Duration.ofHours(hours), Duration.ZERO, Duration.ZERO);
        return new Day(LocalDate.parse(date), time, List.of(), 0, 0, 0, backups, 0);
    }
}
