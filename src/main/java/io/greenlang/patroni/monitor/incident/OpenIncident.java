package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An incident that goes on. One thread at a time. */
final class OpenIncident {
    /** Far more than a failover of a large cluster has. */
    static final int MOST_MOMENTS = 200;

    final Normal before;
    private final List<Moment> moments;
    /** What must not be told a second time. */
    private final Set<String> told;

    private int leftOut;
    private int losses;
    /** When a leader was last seen at work, by the daemon's clock; null while one is. */
    private @Nullable Instant lostAt;

    private @Nullable Instant restoredAt;
    private Duration without;
    private @Nullable Event change;

    private OpenIncident(Kept kept) {
        before = kept.before();
        moments = new ArrayList<>(kept.moments());
        told = new TreeSet<>(kept.told());
        leftOut = kept.leftOut();
        losses = kept.losses();
        lostAt = kept.lostAt();
        restoredAt = kept.restoredAt();
        without = kept.without();
        change = kept.change();
    }

    static OpenIncident after(Normal before) {
        return of(new Kept(before, List.of(), Set.of(), 0, 1, before.at(), null, Duration.ZERO, null));
    }

    /** For the snapshot. */
    record Kept(
            Normal before,
            List<Moment> moments,
            Set<String> told,
            int leftOut,
            int losses,
            @Nullable Instant lostAt,
            @Nullable Instant restoredAt,
            Duration without,
            @Nullable Event change) {}

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
                change);
    }

    /** @param key the same for what is the same, so that it is told once */
    void tell(String key, Moment moment) {
        if (told.contains(key)) {
            return;
        }
        if (moments.size() >= MOST_MOMENTS) {
            leftOut++;
            return;
        }
        told.add(key);
        moments.add(moment);
    }

    void changed(Event leaderChange) {
        change = leaderChange;
    }

    /** A leader is at work. */
    void works(Instant now) {
        if (lostAt != null) {
            without = without.plus(Duration.between(lostAt, now));
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

    int leftOut() {
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

    /** The last one; null when none was told. */
    @Nullable Event change() {
        return change;
    }
}
