package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One severity of a rule, held against one subject of a snapshot.
 *
 * @param member null when the finding is about the cluster
 * @param evidence when what it rests on was known, where that may be older than the snapshot; null when it is not
 */
public record Finding(
        Severity severity,
        @Nullable String member,
        Verdict verdict,
        @Nullable Instant evidence) {

    public Finding(Severity severity, @Nullable String member, Verdict verdict) {
        this(severity, member, verdict, null);
    }

    /** The same, resting on no more than these answers, which may be repetitions of older ones. */
    Finding restingOn(Answer<?>... answers) {
        return restingOn(Arrays.stream(answers).flatMap(answer -> answer.knownAt().stream()));
    }

    /** The same, resting on what was known at these times, of which there may be none. */
    Finding restingOn(Stream<Instant> known) {
        return new Finding(
                severity, member, verdict, known.max(Comparator.naturalOrder()).orElse(null));
    }

    /** When the newest of its evidence was known: within the round itself, that is the snapshot's own time. */
    Instant evidenceIn(ClusterSnapshot snapshot) {
        return evidence == null || !evidence.isBefore(snapshot.seen().started()) ? snapshot.at() : evidence;
    }
}
