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
 * @param interrupted the facts were unknown in the last picture
 * @param last what the newest picture that knew them said
 */
record Holding(
        Instant since, @Nullable Instant firingSince, Instant lastKnown, boolean interrupted, Verdict.Holds last) {

    /**
     * It holds (still): fires once it has held for long enough without a gap, and then goes on firing. As in Prometheus, a
     * pending time that was interrupted starts again. What is only repeated does not make it fire: somebody must have seen
     * it at the end of that time.
     *
     * @param evidence when what it rests on was known
     */
    static Holding go(
            @Nullable Holding before, Instant now, Duration pendingFor, Verdict.Holds verdict, Instant evidence) {
        Instant since = now;
        Instant firingSince = null;
        if (before != null && (before.firingSince != null || !before.interrupted)) {
            since = before.since;
            firingSince = before.firingSince;
        }
        if (firingSince == null && !since.plus(pendingFor).isAfter(evidence)) {
            firingSince = now;
        }
        return new Holding(since, firingSince, now, false, verdict);
    }

    /** Its facts are unknown: nothing disproves it, nothing moves it on, and it can't stay like that for long. */
    Optional<Holding> unknown(Instant now, Duration atMost) {
        return lastKnown.plus(atMost).isBefore(now)
                ? Optional.empty()
                : Optional.of(new Holding(since, firingSince, lastKnown, true, last));
    }

    boolean isFiring() {
        return firingSince != null;
    }

    Alert alert(Alert.Identity identity) {
        return new Alert(
                identity,
                state(),
                since,
                Objects.requireNonNullElse(firingSince, since),
                last.value(),
                last.description());
    }

    private Alert.State state() {
        if (firingSince == null) {
            return Alert.State.PENDING;
        }
        return interrupted ? Alert.State.HELD : Alert.State.FIRING;
    }
}
