package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.Observation.SeedAnswer;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.Visibility.UnreadSeed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Configured addresses behind which no member of this cluster is found. Pure. */
final class UnreadSeeds {
    private UnreadSeeds() {}

    /** @param system PostgreSQL's system identifier of this cluster; null while it is not known */
    static List<UnreadSeed> of(Observation seen, @Nullable String system) {
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
