package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.time.Instant;
import java.util.List;

/** The one place that knows how an {@link Observation} is put together. What is read at a slower pace is not asked. */
final class Observations {
    private Observations() {}

    /** What one member's sources answered. */
    record Answers(
            String member,
            Presence presence,
            Answer<Boolean> liveness,
            Answer<PatroniStatus> patroni,
            Answer<PostgresFacts> postgres) {}

    static Observation of(Instant started, Instant finished, List<Answers> members, DcsAnswers dcs) {
        return new Observation(
                Facts.SCOPE,
                started,
                finished,
                members.stream().map(Observations::member).toList(),
                dcs,
                List.of());
    }

    private static MemberObservation member(Answers answers) {
        return new MemberObservation(
                answers.member(),
                answers.presence(),
                answers.liveness(),
                answers.patroni(),
                answers.postgres(),
                Answer.notAsked(),
                Answer.notAsked(),
                Answer.notAsked(),
                Answer.notAsked());
    }
}
