package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An incident that goes on. One thread at a time. */
final class OpenIncident {
    /** Of what many members can tell again and again. */
    static final int MOST_MOMENTS = 120;
    /** Of each word. The story itself is told beyond {@link #MOST_MOMENTS}, too. */
    static final int MOST_OF_ONE = 20;

    private static final Set<String> STORY = Set.of(
            Moments.LAST_ANSWER,
            Moments.WATCH_BEGAN,
            Moments.TIMELINE,
            Moments.WRITABLE,
            EventType.LEADER_CHANGE.label(),
            EventType.MONITOR_GAP.label());

    final Normal before;
    private final List<Moment> moments;
    /** What must not be told a second time. */
    private final Set<String> told;

    private boolean leftOut;
    private int losses;
    /** When a leader was last seen at work, by the daemon's clock; null while one is. */
    private @Nullable Instant lostAt;

    private @Nullable Instant restoredAt;
    private Duration without;
    private final List<Event> changes;

    private OpenIncident(Kept kept) {
        before = kept.before();
        moments = new ArrayList<>(kept.moments());
        told = new TreeSet<>(kept.told());
        leftOut = kept.leftOut();
        losses = kept.losses();
        lostAt = kept.lostAt();
        restoredAt = kept.restoredAt();
        without = kept.without();
        changes = new ArrayList<>(kept.changes());
    }

    static OpenIncident after(Normal before) {
        return of(new Kept(before, List.of(), Set.of(), false, 1, before.at(), null, Duration.ZERO, List.of()));
    }

    /** For the snapshot. */
    record Kept(
            Normal before,
            List<Moment> moments,
            Set<String> told,
            boolean leftOut,
            int losses,
            @Nullable Instant lostAt,
            @Nullable Instant restoredAt,
            Duration without,
            List<Event> changes) {
        Kept {
            Objects.requireNonNull(before);
            moments = List.copyOf(moments);
            told = Set.copyOf(told);
            Objects.requireNonNull(without);
            changes = List.copyOf(changes);
        }
    }

    static OpenIncident of(Kept kept) {
        return new OpenIncident(kept);
    }

    Kept keep() {
        return new Kept(
                before,
                List.copyOf(moments),
                new TreeSet<>(told),
                leftOut,
                losses,
                lostAt,
                restoredAt,
                without,
                List.copyOf(changes));
    }

    /** @param key the same for what is the same, so that it is told once */
    void tell(String key, Moment moment) {
        if (told.contains(key)) {
            return;
        }
        boolean full = moments.size() >= MOST_MOMENTS && !STORY.contains(moment.what());
        if (full || count(moment.what()) >= MOST_OF_ONE) {
            leftOut = true;
            return;
        }
        told.add(key);
        moments.add(moment);
    }

    private long count(String what) {
        return moments.stream().filter(moment -> moment.what().equals(what)).count();
    }

    void changed(Event leaderChange) {
        if (changes.size() < MOST_OF_ONE) {
            changes.add(leaderChange);
        }
    }

    /** A leader is at work. */
    void works(Instant now) {
        if (lostAt != null) {
            Duration part = Duration.between(lostAt, now);
            without = part.isNegative() ? without : without.plus(part);
            lostAt = null;
            restoredAt = now;
        }
    }

    /** Nobody is any more, though somebody was. */
    void lost(Instant lastAtWork) {
        if (lostAt == null) {
            lostAt = lastAtWork;
            restoredAt = null;
            losses++;
        }
    }

    List<Moment> moments() {
        return List.copyOf(moments);
    }

    /** Something was, because there was too much. */
    boolean isLeftOut() {
        return leftOut;
    }

    /** The leader was lost once, and not again before the end. */
    boolean isOneLoss() {
        return losses == 1;
    }

    /** In all; null while it goes on. */
    @Nullable Duration without() {
        return lostAt == null ? without : null;
    }

    /** For how long a leader has been at work again; null while none is. */
    @Nullable Duration restoredFor(Instant now) {
        return restoredAt == null ? null : Duration.between(restoredAt, now);
    }

    /** Of the leader, as events told them, oldest first. */
    List<Event> changes() {
        return List.copyOf(changes);
    }

    /** Of what is written here, nothing happened after that. */
    boolean isBefore(Instant now) {
        return !before.at().isAfter(now)
                && (lostAt == null || !lostAt.isAfter(now))
                && (restoredAt == null || !restoredAt.isAfter(now));
    }
}
