package io.greenlang.patroni.monitor.incident;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of the record.
 *
 * @param at by the wall clock
 * @param what a stable word: {@link Moments} has its own, everything else is the label of an event
 * @param member null when it is about the cluster
 * @param sentence for people, without a full stop; a long one is cut
 */
public record Moment(Instant at, String what, @Nullable String member, String sentence) {
    private static final int LONGEST = 400;

    public Moment {
        Objects.requireNonNull(at);
        Objects.requireNonNull(what);
        sentence = sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + "…";
    }
}
