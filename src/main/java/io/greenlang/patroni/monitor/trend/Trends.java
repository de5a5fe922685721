package io.greenlang.patroni.monitor.trend;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.trend.Trend.MemberTrend;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last hour of one cluster: as many members as its input limits admit, 120 buckets each. One thread at a time;
 * the {@link Trend} that it gives is for any.
 */
public final class Trends {
    private static final Duration LEAST_PATIENCE = Trend.STEP.multipliedBy(2);

    private final Map<String, Track> tracks = new TreeMap<>();

    private final WalMeter walMeter = new WalMeter();
    private @Nullable Instant since;
    private Trend trend = Trend.NOTHING;

    /**
     * What outlives the process.
     *
     * @param since when the first snapshot was taken; null before it
     * @param members by name
     */
    public record Kept(@Nullable Instant since, Map<String, Track.Kept> members) {}

    public Kept keep() {
        Map<String, Track.Kept> members = new TreeMap<>();
        tracks.forEach((name, track) -> members.put(name, track.keep()));
        return new Kept(since, members);
    }

    /** Of a daemon that ended. The time until the first snapshot is a gap, and there is nothing to show before that. */
    public static Trends of(Kept kept) {
        Trends trends = new Trends();
        trends.since = kept.since();
        kept.members().forEach((name, track) -> trends.tracks.put(name, Track.of(track)));
        return trends;
    }

    /** Takes in a report; one without a snapshot tells nothing. */
    public void take(ClusterReport report) {
        report.snapshot().ifPresent(snapshot -> take(report, snapshot));
    }

    /** The hour that ended with the newest report. */
    public Trend trend() {
        return trend;
    }

    private void take(ClusterReport report, ClusterSnapshot snapshot) {
        Instant at = snapshot.at();
        Instant begin = since == null || at.isBefore(since) ? at : since;
        since = begin;
        int limit = report.config().input().members();
        Duration patience = patience(report);
        FigureBucket wal = walMeter.measure(snapshot, patience);
        tracks.values().forEach(track -> track.forgetAfter(Trend.bucket(at)));
        snapshot.members().stream().limit(limit).forEach(member -> add(snapshot, member, wal, patience));
        forget(at, limit);
        trend = new Trend(begin, at, patience, members(at));
    }

    private void add(ClusterSnapshot snapshot, MemberObservation member, FigureBucket wal, Duration patience) {
        MemberBucket reading = Readings.of(snapshot, member, wal);
        Track known = tracks.get(member.name());
        if (known == null) {
            tracks.put(member.name(), new Track(snapshot.at(), reading));
        } else {
            known.add(snapshot.at(), reading, patience);
        }
    }

    /** Two intervals: with one, a poll that takes a little longer would leave a gap. */
    private static Duration patience(ClusterReport report) {
        Duration two = report.config().poll().interval().multipliedBy(2);
        return two.compareTo(LEAST_PATIENCE) > 0 ? two : LEAST_PATIENCE;
    }

    private void forget(Instant at, int limit) {
        tracks.values().removeIf(track -> !track.isWithinTheHourBefore(Trend.bucket(at)));
        int tooMany = Math.max(0, tracks.size() - limit);
        List<String> longestGone = tracks.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().seen()))
                .limit(tooMany)
                .map(Map.Entry::getKey)
                .toList();
        longestGone.forEach(tracks::remove);
    }

    private List<MemberTrend> members(Instant at) {
        long end = Trend.bucket(at);
        return tracks.entrySet().stream()
                .map(entry -> new MemberTrend(
                        entry.getKey(),
                        entry.getValue().seen().equals(at) ? entry.getValue().last() : MemberBucket.ABSENT,
                        entry.getValue().until(end)))
                .toList();
    }

    /**
     * How much WAL the leader wrote from one poll to the next. A new leader goes on where the old one stopped, so its WAL is the
     * same stream.
     */
    private static final class WalMeter {
        private static final double NANOS = 1e9;

        private @Nullable Position last;
        private FigureBucket rate = FigureBucket.UNKNOWN;

        private record Position(Instant at, Lsn lsn) {}

        /** @param patience over a longer pause it would be an average of what was not seen */
        FigureBucket measure(ClusterSnapshot snapshot, Duration patience) {
            Optional<MemberObservation> leader =
                    Optional.ofNullable(snapshot.facts().leadership().leader()).flatMap(snapshot.seen()::member);
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
}
