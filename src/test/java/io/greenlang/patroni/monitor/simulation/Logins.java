package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** As the daemon does: after a refused login the next one waits for 10, 20, 30 s, and the verdict is repeated until then. */
final class Logins {
    /** A refusal is noted after it was received, so that the wait outlasts the round in which it would end. */
    private static final Duration NOTED_AFTER = Duration.ofMillis(50);

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private record Refusal(Instant truly, Instant shown, Duration pause) {
        boolean isRecent(Instant now) {
            return now.isBefore(truly.plus(pause).plus(NOTED_AFTER));
        }
    }

    private final Map<String, Refusal> refusals = new HashMap<>();

    /** The repeated verdict while it is too early to try again; it carries the time at which it was true. */
    Optional<Answer<PostgresFacts>> repeated(String member, Instant truly) {
        return Optional.ofNullable(refusals.get(member))
                .filter(refusal -> refusal.isRecent(truly))
                .map(refusal -> failed(refusal.shown));
    }

    Answer<PostgresFacts> refused(String member, Instant truly, Instant shown) {
        Refusal last = refusals.get(member);
        Duration pause = last == null ? FIRST : last.pause.multipliedBy(2);
        refusals.put(member, new Refusal(truly, shown, pause.compareTo(LONGEST) < 0 ? pause : LONGEST));
        return failed(shown);
    }

    void accepted(String member) {
        refusals.remove(member);
    }

    private static Answer<PostgresFacts> failed(Instant at) {
        return Answer.failed(FailureKind.AUTH, "28P01: password authentication failed", at);
    }
}
