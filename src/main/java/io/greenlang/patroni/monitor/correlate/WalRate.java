package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much WAL the leader writes, over the last minutes. One per cluster, one thread at a time. A new leader goes on where
 * the old one stopped, so its WAL is the same stream.
 */
final class WalRate {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    /** Of less than this a rate would be a guess. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private final Deque<Position> positions = new ArrayDeque<>();

    record Position(Instant at, Lsn lsn) {}

    List<Position> keep() {
        return List.copyOf(positions);
    }

    void restore(List<Position> kept) {
        positions.addAll(kept);
    }

    /** In bytes per second; null while the leader was not watched for long enough. */
    @Nullable Long measure(Observation seen, Leadership leadership) {
        Optional<Lsn> current =
                Optional.ofNullable(leadership.leader()).flatMap(seen::member).flatMap(WalRate::written);
        if (current.isEmpty()) {
            return null;
        }
        add(new Position(seen.finished(), current.get()));
        Position first = positions.getFirst();
        Duration watched = Duration.between(first.at(), seen.finished());
        return watched.compareTo(LEAST) < 0 ? null : current.get().minus(first.lsn()) * 1000 / watched.toMillis();
    }

    private static Optional<Lsn> written(MemberObservation leader) {
        return leader.postgres()
                .value()
                .flatMap(facts -> Optional.ofNullable(facts.wal().currentLsn()));
    }

    /** A restore, or a clock that was set back, starts afresh. */
    private void add(Position newest) {
        Position last = positions.peekLast();
        if (last != null
                && (newest.lsn().compareTo(last.lsn()) < 0 || newest.at().isBefore(last.at()))) {
            positions.clear();
        }
        positions.addLast(newest);
        positions.removeIf(position -> position.at().isBefore(newest.at().minus(WINDOW)));
    }
}
