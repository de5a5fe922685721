package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.Observation.SeedAnswer;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.model.Visibility.Unread;
import io.greenlang.patroni.monitor.model.Visibility.UnreadSeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Since when each source that is asked has given no usable answer. One per cluster, one thread at a time: it remembers from
 * round to round.
 */
public final class UnreadSources {
    private Map<Asked, Unread> before = Map.of();

    private record Asked(@Nullable String member, Source source) {}

    List<Unread> keep() {
        return List.copyOf(before.values());
    }

    void restore(List<Unread> kept) {
        before = byAsked(kept);
    }

    /** Members first, by name; the DCS last. */
    public List<Unread> look(Observation seen) {
        List<Unread> unread = new ArrayList<>();
        for (MemberObservation member : seen.members()) {
            add(unread, new Asked(member.name(), Source.PATRONI), member.patroni(), seen);
            add(unread, new Asked(member.name(), Source.POSTGRES), member.postgres(), seen);
            add(unread, new Asked(member.name(), Source.DISK), member.disk(), seen);
        }
        if (seen.members().stream().anyMatch(member -> member.patroni().isAnswered())) {
            add(unread, new Asked(null, Source.DCS), throughMembers(seen.dcs()), seen);
        }
        add(unread, new Asked(null, Source.DCS_DIRECT), seen.dcs().direct().keys(), seen);
        before = byAsked(unread);
        return unread;
    }

    /** The first that could not be read of what they show of it: who leads, how the cluster is run, what it has been through. */
    private static Answer<?> throughMembers(DcsAnswers dcs) {
        return Stream.of(dcs.view(), dcs.config(), dcs.history())
                .filter(answer -> answer.reason().isPresent())
                .findFirst()
                .orElse(dcs.view());
    }

    private static Map<Asked, Unread> byAsked(List<Unread> unread) {
        return unread.stream()
                .collect(Collectors.toUnmodifiableMap(
                        one -> new Asked(one.member(), one.source()), Function.identity()));
    }

    /** What was not asked in this round, for want of a thread, is as unread as it was before. */
    private void add(List<Unread> unread, Asked asked, Answer<?> answer, Observation seen) {
        answer.reason().ifPresent(failure -> {
            Unread last = before.get(asked);
            Instant known = answer.knownAt().orElse(seen.finished());
            if (last != null) {
                unread.add(new Unread(
                        asked.member(),
                        asked.source(),
                        failure,
                        last.since(),
                        isOurOwn(failure) ? last.known() : known));
            } else if (!isOurOwn(failure)) {
                unread.add(new Unread(asked.member(), asked.source(), failure, seen.finished(), known));
            }
        });
    }

    private static boolean isOurOwn(Failure failure) {
        return failure.kind() == FailureKind.MONITOR_BUSY;
    }

    /**
     * Configured addresses behind which no member of this cluster is found.
     *
     * @param system PostgreSQL's system identifier of this cluster; null while it is not known
     */
    static List<UnreadSeed> seeds(Observation seen, @Nullable String system) {
        return seen.seeds().stream().flatMap(seed -> unread(seed, system)).toList();
    }

    private static Stream<UnreadSeed> unread(SeedAnswer seed, @Nullable String system) {
        Answer<PatroniStatus> usable = otherSystem(seed, system)
                .map(other -> seed.status()
                        .rejected(
                                FailureKind.SCOPE_MISMATCH,
                                "its system identifier is %s, this cluster's is %s: the seeds belong to two PostgreSQL clusters: give each Citus group its own block"
                                        .formatted(other, system)))
                .orElse(seed.status());
        return usable
                .reason()
                .flatMap(failure -> usable.knownAt().map(known -> new UnreadSeed(seed.seed(), failure, known)))
                .stream();
    }

    private static Optional<String> otherSystem(SeedAnswer seed, @Nullable String system) {
        return seed.status()
                .value()
                .flatMap(status -> Optional.ofNullable(status.identity().systemIdentifier()))
                .filter(identifier -> system != null && !identifier.equals(system));
    }
}
