package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import java.time.Instant;

/** What one member's REST API answered in one round, one question after the other. */
record RestVisit(
        Answer<Boolean> liveness,
        Answer<PatroniStatus> status,
        Answer<ClusterView> view,
        Answer<TimelineHistory> history,
        Answer<DynamicConfig> config) {

    /** What a member is asked beyond its own state. */
    record Errand(boolean view, boolean history, boolean config) {
        static final Errand NONE = new Errand(false, false, false);
        static final Errand VIEW = new Errand(true, false, false);
    }

    static RestVisit failed(Failure failure, Instant at, Errand errand) {
        return new RestVisit(
                new Answer.Failed<>(failure, at),
                new Answer.Failed<>(failure, at),
                errand.view() ? new Answer.Failed<>(failure, at) : Answer.notAsked(),
                errand.history() ? new Answer.Failed<>(failure, at) : Answer.notAsked(),
                errand.config() ? new Answer.Failed<>(failure, at) : Answer.notAsked());
    }
}
