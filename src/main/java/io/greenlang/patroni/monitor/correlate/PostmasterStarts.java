package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When each member's PostgreSQL was started, as far as it was seen. A leader that crashed and still owns its key is started
 * and promoted again within a minute or two; a standby that is promoted was started long before. One per cluster, one thread
 * at a time.
 */
final class PostmasterStarts {
    /** Longer, and it has lost the leader key; a young cluster's standby may have been started not long before, either. */
    static final Duration RECOVERY = Duration.ofMinutes(1);

    private static final int REMEMBERED = 20;
    /** With more of them, those that are no longer known are forgotten: the history of a while ago may name them. */
    private static final int MEMBERS = 200;

    private final Map<String, TreeSet<Instant>> starts = new HashMap<>();

    Map<String, List<Instant>> keep() {
        Map<String, List<Instant>> kept = new TreeMap<>();
        starts.forEach((name, known) -> kept.put(name, List.copyOf(known)));
        return kept;
    }

    void restore(Map<String, List<Instant>> kept) {
        kept.forEach((name, known) -> starts.put(name, new TreeSet<>(known)));
    }

    void observe(Observation seen) {
        if (starts.size() > MEMBERS) {
            starts.keySet()
                    .retainAll(
                            seen.members().stream().map(MemberObservation::name).collect(Collectors.toSet()));
        }
        for (MemberObservation member : seen.members()) {
            of(member).ifPresent(start -> {
                TreeSet<Instant> known = starts.computeIfAbsent(member.name(), name -> new TreeSet<>());
                known.add(start);
                if (known.size() > REMEMBERED) {
                    known.pollFirst();
                }
            });
        }
    }

    /** It was started so shortly before {@code promotion} that it must have been the leader that crashed. */
    boolean isJustBefore(String member, Instant promotion) {
        return Optional.ofNullable(starts.get(member))
                .map(known -> known.lower(promotion))
                .filter(start -> start.isAfter(promotion.minus(RECOVERY)))
                .isPresent();
    }

    /** By its SQL, else by its Patroni. */
    static Optional<Instant> of(MemberObservation member) {
        return member.postgres()
                .value()
                .map(facts -> facts.server().postmasterStartTime())
                .or(() -> member.patroni()
                        .value()
                        .map(PatroniStatus::postgres)
                        .flatMap(postgres -> Optional.ofNullable(postgres.postmasterStartTime())));
    }
}
