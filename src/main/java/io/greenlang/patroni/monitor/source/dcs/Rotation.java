package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The endpoints of one DCS: asks one, or one after the other until one answers, beginning with the one that did last. What goes wrong
 * becomes an answer that names the endpoint. Safe for concurrent use.
 */
final class Rotation {
    /** These say more than that somebody does not answer. */
    private static final Set<FailureKind> REFUSALS = Set.of(
            FailureKind.AUTH,
            FailureKind.PERMISSION,
            FailureKind.SCOPE_MISMATCH,
            FailureKind.TOO_LARGE,
            FailureKind.BAD_ANSWER);

    private static final Duration TOO_LITTLE = Duration.ofMillis(20);

    private final String product;
    private final List<URI> endpoints;
    private final Clock clock;
    /** The one that answered last. */
    private volatile int preferred;

    /** Puts the question to one endpoint. */
    interface Question<T> {
        Answer<T> ask(URI endpoint, Duration timeout) throws UnusableAnswerException;
    }

    /** @param product what the DCS is, for people */
    Rotation(String product, List<URI> endpoints, Clock clock) {
        this.product = product;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    List<URI> endpoints() {
        return endpoints;
    }

    <T> Answer<T> one(URI endpoint, Duration timeout, Question<T> question) {
        try {
            return question.ask(endpoint, timeout);
        } catch (UnusableAnswerException e) {
            return Answer.failed(e.kind(), product + " at " + endpoint + ": " + e.detail(), clock.instant());
        }
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
            Answer<T> next = one(endpoints.get(index), share, question);
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
