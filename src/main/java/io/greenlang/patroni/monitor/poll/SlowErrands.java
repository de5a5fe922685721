package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.poll.RestVisit.Errand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the DCS at a slower pace, and the newest answers. {@code /history} is asked in every round while it is
 * behind the leader's timeline: Patroni writes it up to a loop_wait after the promotion. Confined to its poll thread.
 */
final class SlowErrands {
    /** An answer that could not be had again for this many slow intervals is no longer taken for the present one. */
    private static final int EXPIRE_AFTER = 3;
    /** After a failure, sooner: but not in every round of an outage. */
    private static final int RETRIES_PER_INTERVAL = 6;
    /** A standby cluster's history never catches up: then the slow pace has to do. */
    private static final Duration CATCH_UP_FOR = Duration.ofMinutes(1);

    private final Duration slowInterval;
    private Answer<TimelineHistory> history = Answer.notAsked();
    private Answer<DynamicConfig> config = Answer.notAsked();
    private Instant nextAt = Instant.EPOCH;
    private int timeline;
    private Instant timelineSince = Instant.EPOCH;

    SlowErrands(Duration slowInterval) {
        this.slowInterval = slowInterval;
    }

    /** It is time for the slow questions. */
    boolean isDue(Instant now) {
        return !nextAt.isAfter(now);
    }

    /**
     * What the member that is asked for its view is asked, too.
     *
     * @param evenIfCutOff although its own word is that it has lost the DCS
     */
    Errand errand(Instant now, boolean evenIfCutOff) {
        return isDue(now)
                ? new Errand(true, true, true, evenIfCutOff)
                : new Errand(true, historyIsBehind(now), false, evenIfCutOff);
    }

    /** Takes in what the errand brought. */
    void learn(RestVisit.Dcs visit, Instant now) {
        history = newest(history, visit.history(), now);
        config = newest(config, visit.config(), now);
        boolean wasDue = visit.config().isAnswered() || visit.config().reason().isPresent();
        if (wasDue) {
            boolean isComplete = visit.config().isAnswered() && visit.history().isAnswered();
            nextAt = now.plus(isComplete ? slowInterval : slowInterval.dividedBy(RETRIES_PER_INTERVAL));
        }
    }

    void leaderIsOn(@Nullable Integer leaderTimeline, Instant now) {
        if (leaderTimeline != null && leaderTimeline != timeline) {
            timeline = leaderTimeline;
            timelineSince = now;
        }
    }

    Answer<TimelineHistory> history() {
        return history;
    }

    Answer<DynamicConfig> config() {
        return config;
    }

    private boolean historyIsBehind(Instant now) {
        List<TimelineHistory.Entry> entries =
                history.value().map(TimelineHistory::entries).orElse(List.of());
        int written = entries.isEmpty() ? 1 : entries.get(entries.size() - 1).endedTimeline() + 1;
        return written < timeline && timelineSince.plus(CATCH_UP_FOR).isAfter(now);
    }

    private <T> Answer<T> newest(Answer<T> kept, Answer<T> read, Instant now) {
        if (read.isAnswered()) {
            return read;
        }
        boolean expired = kept.receivedAt()
                .map(at -> at.plus(slowInterval.multipliedBy(EXPIRE_AFTER)).isBefore(now))
                .orElse(true);
        return expired && read.reason().isPresent() ? read : kept;
    }
}
