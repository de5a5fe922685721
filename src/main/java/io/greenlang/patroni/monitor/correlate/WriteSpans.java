package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From when to when each member is known to have accepted writes. Members are asked one after the other, so that two that
 * say yes in one round may be the two sides of one switchover; two whose spans overlap wrote at the same time. One per
 * cluster, one thread at a time.
 */
final class WriteSpans {
    /** Shorter than any demotion with the promotion that follows it: a checkpoint, a shutdown, a vote, a recovery's end. */
    static final Duration AT_ONCE = Duration.ofMillis(250);

    /** A writer that could not be read for more rounds is left to the judge, which holds what is unknown for some time. */
    private static final int LASTS = 2;

    private final Map<String, Span> spans = new TreeMap<>();
    private Map<String, Kept> restored = Map.of();
    private int round;

    /**
     * For the snapshot. A PostgreSQL that accepts writes goes on doing so until it is stopped, watched or not.
     *
     * @param from an answer that arrived then said so
     * @param started when that PostgreSQL was
     */
    record Kept(Instant from, Instant started) {}

    Map<String, Kept> keep() {
        Map<String, Kept> kept = new TreeMap<>();
        spans.forEach((name, span) -> {
            if (span.started() != null) {
                kept.put(name, new Kept(span.from(), span.started()));
            }
        });
        return kept;
    }

    void restore(Map<String, Kept> kept) {
        restored = Map.copyOf(kept);
    }

    /**
     * @param from an answer that arrived then said so
     * @param to so did one that was asked for then
     * @param started the same PostgreSQL all the time; null when it doesn't tell
     * @param witness the member as it was when it last said so
     * @param round in which that was
     */
    private record Span(Instant from, Instant to, @Nullable Instant started, MemberObservation witness, int round) {
        String name() {
            return witness.name();
        }

        boolean overlaps(Span other) {
            Instant later = from.isAfter(other.from) ? from : other.from;
            Instant sooner = to.isBefore(other.to) ? to : other.to;
            return Duration.between(sooner, later).compareTo(AT_ONCE) <= 0;
        }
    }

    /**
     * Takes in one round. A member that can't be read neither goes on writing nor stops, unless its PostgreSQL is known not to
     * run.
     */
    void observe(Observation seen, Set<String> writable) {
        spans.keySet()
                .retainAll(seen.members().stream().map(MemberObservation::name).collect(Collectors.toSet()));
        round++;
        for (MemberObservation member : seen.members()) {
            if (writable.contains(member.name())) {
                witness(member).ifPresent(now -> spans.merge(member.name(), sinceBefore(now), WriteSpans::goOn));
            } else if (member.isReadable() || SignsOfLife.isProvenDown(member)) {
                spans.remove(member.name());
            }
        }
        spans.values().removeIf(span -> round - span.round() > LASTS);
        restored = round > LASTS ? Map.of() : restored;
    }

    /** It may be the same PostgreSQL that wrote when the daemon before this one watched. */
    private Span sinceBefore(Span now) {
        Kept before = restored.get(now.name());
        return before != null
                        && before.started().equals(now.started())
                        && before.from().isBefore(now.from())
                ? new Span(before.from(), now.to(), now.started(), now.witness(), now.round())
                : now;
    }

    /** Those of which at least two wrote at the same time, as they were when they were last read, by name. */
    List<MemberObservation> together() {
        return spans.values().stream()
                .filter(one -> spans.values().stream()
                        .anyMatch(other -> !other.name().equals(one.name()) && one.overlaps(other)))
                .map(Span::witness)
                .toList();
    }

    private static Span goOn(Span before, Span now) {
        return Objects.equals(before.started(), now.started())
                ? new Span(before.from(), now.to(), now.started(), now.witness(), now.round())
                : now;
    }

    private Optional<Span> witness(MemberObservation member) {
        return span(member, member.postgres(), facts -> facts.server().postmasterStartTime())
                .or(() -> span(member, member.patroni(), status -> started(status)));
    }

    private <T> Optional<Span> span(MemberObservation member, Answer<T> answer, Started<T> started) {
        return answer instanceof Answer.Answered<T> told
                ? Optional.of(new Span(told.received(), told.asked(), started.of(told.content()), member, round))
                : Optional.empty();
    }

    private static @Nullable Instant started(PatroniStatus status) {
        return Optional.ofNullable(status.postgres())
                .map(PatroniStatus.Postgres::postmasterStartTime)
                .orElse(null);
    }

    private interface Started<T> {
        @Nullable Instant of(T content);
    }
}
