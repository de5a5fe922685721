package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import io.greenlang.patroni.monitor.model.Source;
import java.time.Duration;

/** How long a round took, and each answer in it. */
record RoundMetrics(OwnMetrics metrics) {
    void measure(Observation seen) {
        metrics.pollFinished(seen.cluster(), Duration.between(seen.started(), seen.finished()));
        for (MemberObservation member : seen.members()) {
            measure(seen, Source.PATRONI, member.patroni());
            measure(seen, Source.POSTGRES, member.postgres());
        }
        measure(seen, Source.DCS, seen.dcs().view());
    }

    private void measure(Observation seen, Source source, Answer<?> answer) {
        answer.took().ifPresent(took -> metrics.sourceAnswered(seen.cluster(), source, took));
    }
}
