package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Asks one endpoint after the other until one answers, beginning with the one that did last. Safe for concurrent use. */
final class Rotation {
    /** These say more than that somebody does not answer. */
    private static final Set<FailureKind> REFUSALS = Set.of(
            FailureKind.AUTH,
            FailureKind.PERMISSION,
            FailureKind.SCOPE_MISMATCH,
            FailureKind.TOO_LARGE,
            FailureKind.BAD_ANSWER);

    private static final Duration TOO_LITTLE = Duration.ofMillis(20);

    private final List<URI> endpoints;
    private final Clock clock;
    /** The one that answered last. */
    private volatile int preferred;

    /** Puts the question to one endpoint. */
    interface Question<T> {
        Answer<T> ask(URI endpoint, Duration timeout);
    }

    Rotation(List<URI> endpoints, Clock clock) {
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /**
     * The first answer; without one, why: a refusal rather than a silence.
     *
     * @param timeout for all endpoints together
     */
    <T> Answer<T> first(Duration timeout, Question<T> question) {
        Instant end = clock.instant().plus(timeout);
        int first = preferred;
        Answer<T> told = Answer.failed(FailureKind.TIMEOUT, "no time left to ask", clock.instant());
        for (int i = 0; i < endpoints.size(); i++) {
            int index = (first + i) % endpoints.size();
            Duration share = Duration.between(clock.instant(), end).dividedBy(endpoints.size() - i);
            if (share.compareTo(TOO_LITTLE) < 0) {
                break;
            }
            Answer<T> next = question.ask(endpoints.get(index), share);
            if (next.isAnswered()) {
                preferred = index;
                return next;
            }
            told = isRefusal(told) ? told : next;
        }
        return told;
    }

    private static boolean isRefusal(Answer<?> failed) {
        return failed.reason()
                .filter(failure -> REFUSALS.contains(failure.kind()))
                .isPresent();
    }
}
