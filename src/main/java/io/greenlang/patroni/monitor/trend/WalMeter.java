package io.greenlang.patroni.monitor.trend;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much WAL the leader wrote from one poll to the next. A new leader goes on where the old one stopped, so its WAL is the
 * same stream. One per cluster, one thread at a time.
 */
final class WalMeter {
    private static final double NANOS = 1e9;

    private @Nullable Position last;
    private FigureBucket rate = FigureBucket.UNKNOWN;

    private record Position(Instant at, Lsn lsn) {}

    /** @param patience over a longer pause it would be an average of what was not seen */
    FigureBucket measure(ClusterSnapshot picture, Duration patience) {
        Optional<MemberObservation> leader =
                Optional.ofNullable(picture.facts().leadership().leader()).flatMap(picture.seen()::member);
        if (leader.isEmpty()) {
            return FigureBucket.UNKNOWN;
        }
        Answer<PostgresFacts> answer = leader.get().postgres();
        return answer.fold(
                told -> measure(told.content().wal().currentLsn(), told.received(), patience),
                failure -> FigureBucket.UNKNOWN,
                () -> FigureBucket.NONE);
    }

    /** @param current null on a standby leader, which writes none of its own */
    private FigureBucket measure(@Nullable Lsn current, Instant received, Duration patience) {
        if (current == null) {
            return FigureBucket.NONE;
        }
        Position before = last;
        if (before != null && received.equals(before.at())) {
            return rate;
        }
        last = new Position(received, current);
        rate = before == null ? FigureBucket.UNKNOWN : rate(before, last, patience);
        return rate;
    }

    /** A clock that was set back, or a restored database, is no rate. */
    private static FigureBucket rate(Position from, Position to, Duration patience) {
        Duration time = Duration.between(from.at(), to.at());
        return time.isNegative() || time.compareTo(patience) > 0
                ? FigureBucket.UNKNOWN
                : FigureBucket.known(to.lsn().minus(from.lsn()) * NANOS / time.toNanos(), false);
    }
}
