package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts.Wal;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

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
