package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The newest {@code /history} that could be read, with a date for each entry where there is one: Patroni's own, else when the
 * daemon first saw it, unless it was there from the start. One per cluster, one thread at a time.
 */
final class HistoryMemory {
    /** @param firstSeen empty for an entry of the very first reading, which may be of any age */
    record Remembered(Entry entry, Optional<Instant> firstSeen) {
        Optional<Instant> began() {
            return Optional.ofNullable(entry.began());
        }
    }

    private record Key(int endedTimeline, Lsn switchpoint) {}

    private Map<Key, Remembered> known = Map.of();
    private List<Remembered> entries = List.of();
    private boolean read;

    /** For the snapshot. */
    record Kept(boolean read, List<KeptEntry> entries) {}

    /** @param firstSeen null as it is empty in {@link Remembered} */
    record KeptEntry(Entry entry, @Nullable Instant firstSeen) {}

    Kept keep() {
        return new Kept(
                read,
                entries.stream()
                        .map(one -> new KeptEntry(one.entry(), one.firstSeen().orElse(null)))
                        .toList());
    }

    void restore(Kept kept) {
        read = kept.read() && !kept.entries().isEmpty();
        remember(kept.entries().stream()
                .map(one -> new Remembered(one.entry(), Optional.ofNullable(one.firstSeen())))
                .toList());
    }

    /**
     * Oldest first. When this reading failed, what the last good one said; so, too, when it is empty although there must be one, as
     * a standby cluster's is, and any other's until its leader has written it again to a DCS that has lost it.
     *
     * @param timeline that of the leader; null when it is unknown, or another cluster's
     */
    List<Remembered> update(Answer<TimelineHistory> history, @Nullable Integer timeline) {
        if (history instanceof Answer.Answered<TimelineHistory> answered
                && (!answered.content().entries().isEmpty() || Objects.equals(timeline, 1))) {
            Optional<Instant> firstSeen = read ? Optional.of(answered.received()) : Optional.empty();
            remember(answered.content().entries().stream()
                    .map(entry -> remembered(entry, firstSeen))
                    .toList());
            read = true;
        }
        return entries;
    }

    private void remember(List<Remembered> all) {
        entries = all;
        known = all.stream().collect(Collectors.toMap(r -> key(r.entry()), r -> r, (first, again) -> first));
    }

    /** Patroni forgets dates and names when the DCS loses its history. */
    private Remembered remembered(Entry entry, Optional<Instant> firstSeen) {
        Remembered before = known.get(key(entry));
        if (before == null) {
            return new Remembered(entry, firstSeen);
        }
        Entry old = before.entry();
        Instant began = entry.began() != null ? entry.began() : old.began();
        String newLeader = entry.newLeader() != null ? entry.newLeader() : old.newLeader();
        return new Remembered(
                new Entry(entry.endedTimeline(), entry.switchpoint(), entry.reason(), began, newLeader),
                before.firstSeen());
    }

    private static Key key(Entry entry) {
        return new Key(entry.endedTimeline(), entry.switchpoint());
    }
}
