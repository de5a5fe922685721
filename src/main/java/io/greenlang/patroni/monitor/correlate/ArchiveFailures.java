package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.Archiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Failed archive attempts within a window, per member. {@code pg_stat_archiver} only counts up, so that an alert on it
 * would never clear; this is its increase as the daemon watched it. One per cluster, one thread at a time.
 */
final class ArchiveFailures {
    private final Map<String, Watch> watches = new HashMap<>();

    /** For the snapshot. */
    record Kept(Map<String, KeptWatch> members) {}

    /** One member's. */
    record KeptWatch(List<Increase> increases, @Nullable Reading last) {}

    Kept keep() {
        Map<String, KeptWatch> members = new TreeMap<>();
        watches.forEach((name, watch) -> members.put(name, watch.keep()));
        return new Kept(members);
    }

    void restore(Kept kept) {
        kept.members().forEach((name, watch) -> watches.put(name, new Watch(watch)));
    }

    /**
     * Members whose archiver statistics were read in this round; the others are remembered while they are known.
     *
     * @param window how long a failed attempt counts
     */
    Map<String, Long> count(Observation seen, Duration window) {
        watches.keySet()
                .retainAll(seen.members().stream().map(MemberObservation::name).collect(Collectors.toSet()));
        Map<String, Long> recent = new HashMap<>();
        for (MemberObservation member : seen.members()) {
            member.postgres().value().map(PostgresFacts::archiver).ifPresent(archiver -> {
                Watch watch = watches.computeIfAbsent(member.name(), name -> new Watch());
                recent.put(member.name(), watch.read(archiver, seen.finished(), window));
            });
        }
        return recent;
    }

    /** One member's counter. */
    private static final class Watch {
        private final Deque<Increase> increases = new ArrayDeque<>();
        private @Nullable Reading last;

        Watch() {}

        Watch(KeptWatch kept) {
            increases.addAll(kept.increases());
            last = kept.last();
        }

        KeptWatch keep() {
            return new KeptWatch(List.copyOf(increases), last);
        }

        long read(Archiver archiver, Instant now, Duration window) {
            long increase = increase(archiver, last);
            if (increase > 0) {
                increases.add(new Increase(when(archiver, now, window), increase));
            }
            last = new Reading(archiver.failedCount(), now);
            increases.removeIf(i -> i.at().isBefore(now.minus(window)));
            return increases.stream().mapToLong(Increase::by).sum();
        }

        /** What failed before the first reading is not countable, but the last failure's time proves one. */
        private static long increase(Archiver archiver, @Nullable Reading last) {
            if (last == null) {
                return archiver.failedCount() > 0 && archiver.lastFailed() != null ? 1 : 0;
            }
            boolean reset = archiver.failedCount() < last.failedCount();
            return reset ? archiver.failedCount() : archiver.failedCount() - last.failedCount();
        }

        /** The daemon's own time while it watched; after a pause longer than the window only the node can date its last failure. */
        private Instant when(Archiver archiver, Instant now, Duration window) {
            boolean watched = last != null && !last.at().isBefore(now.minus(window));
            return watched || archiver.lastFailed() == null ? now : archiver.lastFailed();
        }
    }

    record Reading(long failedCount, Instant at) {}

    record Increase(Instant at, long by) {}
}
