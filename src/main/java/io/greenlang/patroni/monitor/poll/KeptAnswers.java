package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.time.Duration;
import java.time.Instant;

/** What is read at a slower pace than the rounds is shown in all of them, as long as it is fresh. */
final class KeptAnswers {
    /** What could not be read again for this many intervals is no longer shown. */
    private static final int EXPIRE_AFTER = 3;

    private KeptAnswers() {}

    /**
     * What to show beside these fast facts of the same PostgreSQL: nothing of one that does not answer now.
     *
     * @param interval between two readings
     * @param expired what to say of an answer that is too old
     */
    static <T> Answer<T> beside(
            Answer<PostgresFacts> facts, Answer<T> last, Duration interval, String expired, Instant now) {
        return facts.fold(
                answered -> fresh(last, interval, expired, now),
                failure -> new Answer.Failed<>(failure, facts.knownAt().orElse(now)),
                Answer::notAsked);
    }

    /** The last answer, unless it is too old. */
    static <T> Answer<T> fresh(Answer<T> last, Duration interval, String expired, Instant now) {
        Duration longest = interval.multipliedBy(EXPIRE_AFTER);
        boolean tooOld =
                last.receivedAt().map(at -> at.plus(longest).isBefore(now)).orElse(false);
        return tooOld ? Answer.failed(FailureKind.TIMEOUT, expired, now) : last;
    }
}
