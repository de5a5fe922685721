package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Source;
import java.time.Duration;

/** How long a round took, and each source that answered in it. Pure, but for the metrics that it tells. */
record RoundMetrics(PollMetrics metrics) {
    void measure(Observation seen) {
        metrics.pollFinished(seen.cluster(), Duration.between(seen.started(), seen.finished()));
        for (MemberObservation member : seen.members()) {
            measure(seen.cluster(), Source.PATRONI, member.patroni());
            measure(seen.cluster(), Source.POSTGRES, member.postgres());
        }
        measure(seen.cluster(), Source.DCS, seen.dcs().view());
    }

    private void measure(String cluster, Source source, Answer<?> answer) {
        if (answer instanceof Answer.Answered<?> a) {
            metrics.sourceAnswered(cluster, source, Duration.between(a.asked(), a.received()));
        }
    }
}
