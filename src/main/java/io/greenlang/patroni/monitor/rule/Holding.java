package io.greenlang.patroni.monitor.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A condition that holds, from picture to picture.
 *
 * @param since when it began
 * @param firingSince null while it is pending
 * @param lastKnown the newest picture in which its facts were known
 * @param last what that picture said
 */
record Holding(Instant since, @Nullable Instant firingSince, Instant lastKnown, Verdict.Holds last) {

    /** It holds (still): fires once it has held for long enough, and then goes on firing. */
    static Holding go(@Nullable Holding before, Instant now, Duration pendingFor, Verdict.Holds verdict) {
        Instant since = before == null ? now : before.since;
        Instant firingSince = before == null ? null : before.firingSince;
        if (firingSince == null && !since.plus(pendingFor).isAfter(now)) {
            firingSince = now;
        }
        return new Holding(since, firingSince, now, verdict);
    }

    /** Its facts are unknown: nothing disproves it, nothing moves it on, and it can't stay like that for long. */
    Optional<Holding> unknown(Instant now, Duration atMost) {
        return lastKnown.plus(atMost).isBefore(now) ? Optional.empty() : Optional.of(this);
    }

    Alert alert(String name, Severity severity, @Nullable String member) {
        return new Alert(
                name,
                severity,
                member,
                firingSince == null ? Alert.State.PENDING : Alert.State.FIRING,
                Objects.requireNonNullElse(firingSince, since),
                last.value(),
                last.description());
    }
}
