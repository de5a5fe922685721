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
 * @param member empty for the DCS
 */
record Unseen(String member, Source source, Failure failure) {
    static Stream<Unseen> allOf(ClusterSnapshot snapshot) {
        return Stream.concat(
                snapshot.members().stream().flatMap(member -> of(snapshot, member)),
                Stream.concat(
                        dcs(snapshot.seen().dcs()).map(failure -> new Unseen("", Source.DCS, failure)),
                        failures(snapshot.seen().dcs().direct().keys())
                                .map(failure -> new Unseen("", Source.DCS_DIRECT, failure))));
    }

    List<String> labels() {
        return List.of(member, source.label(), failure.kind().label());
    }

    private static Stream<Unseen> of(ClusterSnapshot snapshot, MemberObservation member) {
        boolean diskIsKnown = snapshot.facts().disk(member.name()).known().isPresent();
        return Stream.of(
                        failures(member.patroni()).map(failure -> new Unseen(member.name(), Source.PATRONI, failure)),
                        postgres(member, diskIsKnown)
                                .map(failure -> new Unseen(member.name(), Source.POSTGRES, failure)),
                        failures(member.disk()).map(failure -> new Unseen(member.name(), Source.DISK, failure)))
                .flatMap(stream -> stream);
    }

    private static Stream<Failure> postgres(MemberObservation member, boolean diskIsKnown) {
        return Stream.of(
                        failures(member.postgres()),
                        failures(member.sizes()),
                        missingParts(member.sizes(), diskIsKnown),
                        failures(member.timescale()),
                        member.timescale().value().stream()
                                .flatMap(answered -> answered.missing().stream())
                                .map(Missing::failure))
                .flatMap(stream -> stream);
    }

    private static Stream<Failure> missingParts(Answer<PostgresSizes> sizes, boolean diskIsKnown) {
        return sizes.value().stream()
                .flatMap(answered -> Subject.entries(answered.missing()))
                .filter(missing -> missing.getKey() != PostgresSizes.Part.DISK || !diskIsKnown)
                .map(missing -> missing.getValue());
    }

    private static Stream<Failure> dcs(DcsAnswers dcs) {
        return Stream.of(dcs.view(), dcs.history(), dcs.config()).flatMap(Unseen::failures);
    }

    private static Stream<Failure> failures(Answer<?> answer) {
        return answer.reason().stream();
    }
}
