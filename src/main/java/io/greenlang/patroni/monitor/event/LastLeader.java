package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts.Wal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the leader of which the last event told.
 *
 * @param timeline that it led; null when that is not known
 * @param position how far it was seen to write; null when it was not
 * @param guarded names of its synchronous standbys when it was last seen at work
 */
record LastLeader(
        String name, @Nullable Integer timeline, @Nullable WrittenPosition position, List<String> guarded) {
    private static final String NAME = "leader";
    private static final String TIMELINE = "leader.timeline";
    private static final String POSITION = "leader.position";
    private static final String GUARDED = "leader.sync";
    private static final String SUCCEEDED = "leader.succeeded";

    static Optional<LastLeader> in(EventMemory memory) {
        return memory.get(NAME)
                .map(name -> new LastLeader(
                        name,
                        memory.get(TIMELINE)
                                .filter(text -> text.matches("\\d{1,9}"))
                                .map(Integer::valueOf)
                                .orElse(null),
                        memory.get(POSITION).flatMap(WrittenPosition::parse).orElse(null),
                        memory.get(GUARDED)
                                .map(names -> List.of(names.split("\n")))
                                .orElse(List.of())));
    }

    /** Somebody leads, and of that no event is to be told any more. */
    static void remember(EventMemory memory, String name, @Nullable Integer timeline) {
        memory.put(NAME, name);
        memory.put(TIMELINE, timeline == null ? null : timeline.toString());
        memory.put(POSITION, null);
        memory.put(GUARDED, null);
        memory.put(SUCCEEDED, null);
    }

    /** It may write on after another member has taken over; what it wrote then is lost, too. */
    void follow(EventMemory memory, Sight now) {
        now.snapshot()
                .seen()
                .member(name)
                .flatMap(WrittenPosition::of)
                .filter(seen -> timeline == null || seen.timeline() == timeline)
                .filter(seen -> position == null
                        || position.timeline() != seen.timeline()
                        || seen.lsn().compareTo(position.lsn()) > 0)
                .ifPresent(seen -> memory.put(POSITION, seen.toString()));
    }

    /** It is seen at work. */
    static void atWork(EventMemory memory, Sight now) {
        memory.put(SUCCEEDED, null);
        now.snapshot().seen().dcs().view().value().ifPresent(view -> {
            String names = now.snapshot().seen().config().synchronousMode().isOn() ? synchronous(view) : "";
            memory.put(GUARDED, names.isEmpty() ? null : names);
        });
    }

    private static String synchronous(ClusterView view) {
        return view.members().stream()
                .filter(member ->
                        member.role() == MemberRole.SYNC_STANDBY || member.role() == MemberRole.QUORUM_STANDBY)
                .map(ClusterView.ListedMember::name)
                .collect(Collectors.joining("\n"));
    }

    /** When a successor was first seen. */
    static Instant succeeded(EventMemory memory, Instant now) {
        Instant first = memory.dated(SUCCEEDED).map(EventMemory.Dated::at).orElse(now);
        memory.put(SUCCEEDED, new EventMemory.Dated("", first).toString());
        return first;
    }

    /** How far a primary has written its timeline. */
    record WrittenPosition(int timeline, Lsn lsn) {
        /** The furthest that it tells; empty when it does not write, or does not say on which timeline. */
        static Optional<WrittenPosition> of(MemberObservation member) {
            Optional<WrittenPosition> bySql = member.postgres().value().flatMap(facts -> of(facts.wal()));
            Optional<WrittenPosition> byPatroni = member.patroni().value().flatMap(WrittenPosition::of);
            return Stream.concat(bySql.stream(), byPatroni.stream()).max(Comparator.comparing(WrittenPosition::lsn));
        }

        private static Optional<WrittenPosition> of(Wal wal) {
            return wal.timeline() == null || wal.currentLsn() == null
                    ? Optional.empty()
                    : Optional.of(new WrittenPosition(wal.timeline(), wal.currentLsn()));
        }

        private static Optional<WrittenPosition> of(PatroniStatus status) {
            return status.timeline()
                    .flatMap(timeline -> status.location().map(location -> new WrittenPosition(timeline, location)));
        }

        /** As {@link #toString} wrote it; empty for anything else. */
        static Optional<WrittenPosition> parse(String text) {
            int colon = text.indexOf(':');
            try {
                return colon < 0
                        ? Optional.empty()
                        : Optional.of(new WrittenPosition(
                                Integer.parseInt(text.substring(0, colon)), Lsn.parse(text.substring(colon + 1))));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return timeline + ":" + lsn;
        }
    }
}
