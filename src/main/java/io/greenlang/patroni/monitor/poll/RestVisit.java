package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * What one member's REST API answered in one round, one question after the other: its own state first, then what it sees of
 * the DCS, which may hang while the first is there.
 */
record RestVisit(Own own, Dcs dcs) {

    /** The member's own state. */
    record Own(Answer<Boolean> liveness, Answer<PatroniStatus> status) {
        static Own failed(Failure failure, Instant at) {
            return new Own(new Answer.Failed<>(failure, at), new Answer.Failed<>(failure, at));
        }
    }

    /** The DCS as this member shows it. */
    record Dcs(Answer<ClusterView> view, Answer<TimelineHistory> history, Answer<DynamicConfig> config) {
        static final Dcs NOT_ASKED = new Dcs(Answer.notAsked(), Answer.notAsked(), Answer.notAsked());

        static Dcs failed(Failure failure, Instant at, Errand errand) {
            return new Dcs(
                    errand.view() ? new Answer.Failed<>(failure, at) : Answer.notAsked(),
                    errand.history() ? new Answer.Failed<>(failure, at) : Answer.notAsked(),
                    errand.config() ? new Answer.Failed<>(failure, at) : Answer.notAsked());
        }
    }

    /** A visit that is under way. */
    record Pending(CompletableFuture<Own> own, CompletableFuture<Dcs> dcs) {
        static Pending failed(Failure failure, Instant at, Errand errand) {
            return new Pending(
                    CompletableFuture.completedFuture(Own.failed(failure, at)),
                    CompletableFuture.completedFuture(Dcs.failed(failure, at, errand)));
        }
    }

    /**
     * What a member is asked beyond its own state.
     *
     * @param evenIfCutOff although its own word is that it has lost the DCS: to see whether that still holds
     */
    record Errand(boolean view, boolean history, boolean config, boolean evenIfCutOff) {
        static final Errand NONE = new Errand(false, false, false, false);
    }
}
