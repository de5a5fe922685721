package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.model.FailoverCost;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member that might have taken over, as it stood before the failover.
 *
 * @param prospect as {@link FailoverForecast.Prospect#label} has it
 * @param leastBytes what it lacked at least; null when that was not known
 * @param mostBytes what it lacked at most; null when that was not known
 * @param reason why it was not chosen for certain, for people; null where nothing was in its way
 */
public record Candidate(
        String member,
        String prospect,
        @Nullable Long leastBytes,
        @Nullable Long mostBytes,
        @Nullable String reason) {

    private static final int MOST = 20;

    public Candidate {
        Objects.requireNonNull(member);
        Objects.requireNonNull(prospect);
    }

    /** Those that could have won first; no more than people read. */
    static List<Candidate> of(FailoverForecast forecast) {
        return forecast.options().stream()
                .sorted(Comparator.comparing(FailoverForecast.Option::prospect))
                .limit(MOST)
                .map(Candidate::of)
                .toList();
    }

    private static Candidate of(FailoverForecast.Option option) {
        Optional<FailoverCost.Known> cost = option.cost().known();
        return new Candidate(
                option.member(),
                option.prospect().label(),
                cost.map(FailoverCost.Known::leastBytes).orElse(null),
                cost.map(FailoverCost.Known::mostBytes).orElse(null),
                option.reason());
    }

    boolean is(FailoverForecast.Prospect other) {
        return prospect.equals(other.label());
    }
}
