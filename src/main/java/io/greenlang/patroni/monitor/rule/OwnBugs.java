package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a bug in the monitor keeps it from reading: a poll that finishes, and is not whole. */
final class OwnBugs {
    private OwnBugs() {}

    /**
     * One reading that a bug breaks.
     *
     * @param due when it counts as more than a slip
     * @param what is not read, for people
     */
    record Broken(Instant due, String what) {}

    /**
     * The one that has been broken for the longest.
     *
     * @param patience with a source that every round asks; a slow reading is broken until the next, which is long enough
     */
    static Optional<Broken> longest(ClusterSnapshot picture, Duration patience) {
        Stream<Broken> sources = picture.facts().visibility().sources().stream()
                .filter(unread -> unread.failure().kind() == FailureKind.INTERNAL)
                .map(unread -> new Broken(
                        unread.since().plus(patience),
                        (unread.member() == null ? "the DCS" : VisibilityRules.name(unread.source()))
                                + Optional.ofNullable(unread.member())
                                        .map(member -> " of " + member)
                                        .orElse("")));
        return Stream.concat(sources, picture.members().stream().flatMap(OwnBugs::slow))
                .min(Comparator.comparing(Broken::due));
    }

    private static Stream<Broken> slow(MemberObservation member) {
        if (!member.postgres().isAnswered()) {
            return Stream.empty();
        }
        Map<String, Answer<?>> readings =
                Map.of("the sizes", member.sizes(), "pgBackRest", member.backups(), "TimescaleDB", member.timescale());
        return readings.entrySet().stream()
                .filter(reading -> reading.getValue()
                        .reason()
                        .filter(failure -> failure.kind() == FailureKind.INTERNAL)
                        .isPresent())
                .map(reading -> new Broken(
                        reading.getValue().knownAt().orElse(Instant.EPOCH), reading.getKey() + " of " + member.name()));
    }
}
