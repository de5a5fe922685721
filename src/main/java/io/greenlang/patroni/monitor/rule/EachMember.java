package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A question to every member: what a failed answer means to a rule is the same for all of them. */
final class EachMember {
    private EachMember() {}

    /** A member that failed to answer is unknown; one that wasn't asked has no finding. */
    static <T> List<Finding> by(
            Function<MemberObservation, Answer<T>> source,
            ClusterSnapshot snapshot,
            Level level,
            BiFunction<MemberObservation, T, Optional<Finding>> judge) {
        return snapshot.members().stream()
                .flatMap(member ->
                        one(member, source.apply(member), level, content -> judge.apply(member, content)).stream())
                .toList();
    }

    /** The same for a second source of one member. */
    static <T> Optional<Finding> one(
            MemberObservation member, Answer<T> answer, Level level, Function<T, Optional<Finding>> judge) {
        return answer.fold(
                answered -> judge.apply(answered.content()),
                failure -> Optional.of(level.unknown(member.name(), failure.toString())),
                Optional::empty);
    }
}
