package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Missing;
import java.util.List;
import java.util.stream.Stream;

/**
 * A question that got no usable answer.
 *
 * @param member empty for the DCS, which is asked through any member
 */
record Unseen(String member, Source source, Failure failure) {
    static Stream<Unseen> allOf(ClusterSnapshot picture) {
        return Stream.concat(
                picture.members().stream().flatMap(Unseen::of),
                dcs(picture.seen().dcs()).map(failure -> new Unseen("", Source.DCS, failure)));
    }

    List<String> labels() {
        return List.of(member, source.label(), failure.kind().label());
    }

    private static Stream<Unseen> of(MemberObservation member) {
        return Stream.concat(
                failures(member.patroni()).map(failure -> new Unseen(member.name(), Source.PATRONI, failure)),
                postgres(member).map(failure -> new Unseen(member.name(), Source.POSTGRES, failure)));
    }

    private static Stream<Failure> postgres(MemberObservation member) {
        return Stream.of(
                        failures(member.postgres()),
                        failures(member.sizes()),
                        missingParts(member.sizes()),
                        failures(member.timescale()),
                        member.timescale().value().stream()
                                .flatMap(answered -> answered.missing().stream())
                                .map(Missing::failure))
                .flatMap(stream -> stream);
    }

    private static Stream<Failure> missingParts(Answer<PostgresSizes> sizes) {
        return sizes.value().stream()
                .flatMap(answered -> Subject.entries(answered.missing()))
                .map(missing -> missing.getValue());
    }

    private static Stream<Failure> dcs(DcsAnswers dcs) {
        return Stream.of(dcs.view(), dcs.history(), dcs.config()).flatMap(Unseen::failures);
    }

    private static Stream<Failure> failures(Answer<?> answer) {
        return answer.reason().stream();
    }
}
