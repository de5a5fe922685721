package io.greenlang.patroni.monitor.availability;

import io.greenlang.patroni.monitor.availability.Watched.BackupSight;
import io.greenlang.patroni.monitor.model.Availability;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as it is written down: times in milliseconds, and nothing that is zero or unknown, so that a quiet day takes some
 * fifty bytes. It is read leniently: a damaged part costs itself.
 *
 * @param counted up to which totals time has been counted; null when nothing has
 */
record KeptLedger(@Nullable Instant begin, @Nullable Availability counted, BackupSight backups, List<Day> days) {
    /** A petabyte, or more milliseconds than anybody has watched. */
    private static final long MOST = 1L << 50;

    Map<String, Object> written() {
        Map<String, Object> all = new LinkedHashMap<>();
        put(all, "begin", begin);
        put(
                all,
                "counted",
                counted == null
                        ? null
                        : List.of(
                                counted.writable().toMillis(),
                                counted.notWritable().toMillis(),
                                counted.unobserved().toMillis()));
        put(all, "backups_since", backups.since());
        put(all, "backups_read_at", backups.readAt());
        all.put("days", days.stream().map(KeptLedger::written).toList());
        return all;
    }

    private static Map<String, Object> written(Day day) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("date", day.date().toString());
        all.putAll(written(day.time()));
        if (!day.takeovers().isEmpty()) {
            all.put(
                    "takeovers",
                    day.takeovers().stream().map(KeptLedger::written).toList());
        }
        count(all, "more_failovers", day.moreFailovers());
        count(all, "more_unclear", day.moreUnclear());
        count(all, "switchovers", day.switchovers());
        count(all, "backups_finished", day.backupsFinished());
        count(all, "backups_failed", day.backupsFailed());
        return all;
    }

    private static Map<String, Object> written(Availability time) {
        Map<String, Object> all = new LinkedHashMap<>();
        count(all, "writable", time.writable().toMillis());
        count(all, "not_writable", time.notWritable().toMillis());
        count(all, "unobserved", time.unobserved().toMillis());
        return all;
    }

    private static Map<String, Object> written(Takeover takeover) {
        Map<String, Object> all = new LinkedHashMap<>();
        put(all, "at", takeover.at());
        all.put("failover", takeover.failover());
        if (takeover.leaderless() != null) {
            all.put("leaderless", takeover.leaderless().toMillis());
        }
        if (takeover.lostBytes() != null) {
            all.put(takeover.atLeast() ? "lost_at_least" : "lost", takeover.lostBytes());
        }
        return all;
    }

    private static void put(Map<String, Object> all, String name, @Nullable Object value) {
        if (value != null) {
            all.put(name, value instanceof Instant ? value.toString() : value);
        }
    }

    private static void count(Map<String, Object> all, String name, long value) {
        if (value != 0) {
            all.put(name, value);
        }
    }

    static KeptLedger read(@Nullable Object kept) {
        Map<?, ?> all = map(kept);
        List<Day> days = new ArrayList<>();
        list(all.get("days")).forEach(day -> day(map(day)).ifPresent(days::add));
        return new KeptLedger(
                instant(all.get("begin")),
                counted(list(all.get("counted"))),
                new BackupSight(instant(all.get("backups_since")), instant(all.get("backups_read_at")), null),
                days.stream().skip(Math.max(0, days.size() - Ledger.DAYS)).toList());
    }

    private static Optional<Day> day(Map<?, ?> all) {
        LocalDate date = date(all.get("date"));
        if (date == null) {
            return Optional.empty();
        }
        List<Takeover> takeovers = new ArrayList<>();
        list(all.get("takeovers")).forEach(one -> takeover(map(one)).ifPresent(takeovers::add));
        return Optional.of(new Day(
                date,
                time(all),
                takeovers.stream().limit(Day.MOST_TAKEOVERS).toList(),
                count(all.get("more_failovers")),
                count(all.get("more_unclear")),
                count(all.get("switchovers")),
                count(all.get("backups_finished")),
                count(all.get("backups_failed"))));
    }

    private static Availability time(Map<?, ?> all) {
        return new Availability(
                millis(all.get("writable")), millis(all.get("not_writable")), millis(all.get("unobserved")));
    }

    /** All three or nothing: with one too few, time would be counted again. */
    private static @Nullable Availability counted(List<?> all) {
        return all.size() == 3 && all.stream().allMatch(Number.class::isInstance)
                ? new Availability(millis(all.get(0)), millis(all.get(1)), millis(all.get(2)))
                : null;
    }

    private static Optional<Takeover> takeover(Map<?, ?> all) {
        Object exact = all.get("lost");
        Object lost = exact != null ? exact : all.get("lost_at_least");
        return Optional.ofNullable(instant(all.get("at")))
                .map(at -> new Takeover(
                        at,
                        Boolean.TRUE.equals(all.get("failover")),
                        all.get("leaderless") instanceof Number ? millis(all.get("leaderless")) : null,
                        lost instanceof Number ? number(lost) : null,
                        exact == null && lost != null));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static Duration millis(@Nullable Object value) {
        return Duration.ofMillis(number(value));
    }

    private static int count(@Nullable Object value) {
        return (int) Math.min(number(value), Short.MAX_VALUE);
    }

    /** Never negative, and never so large that a sum of them could not be told. */
    private static long number(@Nullable Object value) {
        return value instanceof Number number ? Math.max(0, Math.min(number.longValue(), MOST)) : 0;
    }

    private static @Nullable Instant instant(@Nullable Object value) {
        try {
            return value instanceof String text ? Instant.parse(text) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDate date(@Nullable Object value) {
        try {
            return value instanceof String text ? LocalDate.parse(text) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
