package io.greenlang.patroni.monitor.availability;

import io.greenlang.patroni.monitor.availability.Watched.BackupSight;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps count of one cluster, day by day. Time is what the cumulative counters have grown by, so that nothing is counted twice,
 * whatever the wall clock does: that only says to which day it belongs. One writing thread; {@link #watched} is safe from
 * any.
 */
public final class Ledger {
    /** As many days as are remembered: a quarter, and then some. */
    public static final int DAYS = 100;

    private final TreeMap<LocalDate, Day> days = new TreeMap<>();
    private @Nullable Instant begin;
    private @Nullable Availability counted;
    private BackupSight backups = BackupSight.NONE;
    private volatile Watched watched = Watched.NOTHING;

    /** Of a cluster that was not watched before. */
    public Ledger() {}

    /**
     * What a daemon before this one kept.
     *
     * @param kept what {@link #keep} returned, or what has become of it in a file; what of it makes no sense is left out
     */
    public static Ledger of(@Nullable Object kept) {
        Ledger ledger = new Ledger();
        KeptLedger read = KeptLedger.read(kept);
        read.days().forEach(day -> ledger.days.put(day.date(), day));
        ledger.begin = read.begin();
        ledger.counted = read.counted();
        ledger.backups = read.backups();
        ledger.publish();
        return ledger;
    }

    /** For the snapshot: maps, lists, texts, numbers and booleans. */
    public Map<String, Object> keep() {
        return new KeptLedger(begin, counted, backups, List.copyOf(days.values())).written();
    }

    /** What is known up to the last report. */
    public Watched watched() {
        return watched;
    }

    /**
     * Takes in a report; one without a snapshot tells nothing.
     *
     * @param happened the events that it gave rise to
     */
    public void take(ClusterReport report, List<Event> happened) {
        report.snapshot().ifPresent(snapshot -> take(snapshot, happened));
    }

    private void take(ClusterSnapshot snapshot, List<Event> happened) {
        Instant now = snapshot.wall().shows(snapshot.at());
        if (begin == null || days.isEmpty() || begin.isAfter(now)) {
            begin = now;
        }
        change(dateOf(now), day -> day);
        Availability total = snapshot.facts().leaderRecord().availability();
        if (counted != null) {
            count(total.minus(counted), now);
        }
        counted = total;
        see(snapshot, now);
        happened.forEach(event -> enter(event, dateOf(now)));
        forget(dateOf(now));
        publish();
    }

    private void count(Availability grown, Instant now) {
        spread(grown.writable(), now, time -> new Availability(time, Duration.ZERO, Duration.ZERO));
        spread(grown.notWritable(), now, time -> new Availability(Duration.ZERO, time, Duration.ZERO));
        spread(grown.unobserved(), now, time -> new Availability(Duration.ZERO, Duration.ZERO, time));
    }

    private interface Kind {
        Availability of(Duration time);
    }

    /** Over the days in which it passed. What is older than all that is remembered is left out. */
    private void spread(Duration time, Instant end, Kind kind) {
        Duration rest = time;
        Instant until = end;
        for (int i = 0; i < DAYS && rest.compareTo(Duration.ZERO) > 0; i++) {
            LocalDate date = dateOf(until.minusNanos(1));
            Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
            Duration part = min(rest, Duration.between(midnight, until));
            change(date, day -> day.plus(kind.of(part)));
            rest = rest.minus(part);
            until = midnight;
        }
    }

    private void see(ClusterSnapshot snapshot, Instant now) {
        Backups seen = snapshot.facts().backups();
        Backups.Known known = seen.known().orElse(null);
        Instant since =
                backups.since() != null || known == null || known.completed().isEmpty() ? backups.since() : now;
        backups = new BackupSight(
                since,
                known == null ? backups.readAt() : snapshot.wall().shows(known.readAt()),
                seen.unknownBecause().orElse(null));
    }

    private void enter(Event event, LocalDate today) {
        LocalDate date = within(dateOf(event.at()), today);
        if (event.type() == EventType.LEADER_CHANGE) {
            Takeover takeover = Takeover.of(event);
            change(date, day -> takeover == null ? day.plusSwitchover() : day.plus(takeover));
        } else if (event.type() == EventType.BACKUP_FINISHED || event.type() == EventType.BACKUP_FAILED) {
            change(date, day -> day.plusBackup(event.type() == EventType.BACKUP_FINISHED));
        }
    }

    /** What another host's clock dates before the watch, or into the future, was still seen in it. */
    private LocalDate within(LocalDate date, LocalDate today) {
        LocalDate first = days.isEmpty() ? today : days.firstKey();
        return date.isBefore(first) ? first : date.isAfter(today) ? today : date;
    }

    private void change(LocalDate date, UnaryOperator<Day> change) {
        days.compute(date, (same, day) -> change.apply(day == null ? Day.empty(same) : day));
    }

    /** The farthest from today first: a wall clock that was wrong for a while has left days in the future, or long ago. */
    private void forget(LocalDate today) {
        while (days.size() > DAYS) {
            days.keySet().stream()
                    .max(Comparator.comparing(date -> Math.abs(date.toEpochDay() - today.toEpochDay())))
                    .ifPresent(days::remove);
        }
    }

    private void publish() {
        watched = new Watched(begin, List.copyOf(days.values()), backups);
    }

    static LocalDate dateOf(Instant wall) {
        return LocalDate.ofInstant(wall, ZoneOffset.UTC);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
