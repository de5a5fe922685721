package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.simulation.Invariant.Breach;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** A search through random histories, on all processors, for one that breaks a promise. The same seeds find the same. */
final class Hunt {
    private Hunt() {}

    /**
     * @param smallest the scenario, shrunk
     * @param breach what it breaks
     */
    record Found(long seed, Scenario smallest, Breach breach) {
        String words() {
            return "Seed %d breaks \"%s\" in round %d: %s%n%n%s%n%n%s"
                    .formatted(
                            seed,
                            breach.rule(),
                            breach.round(),
                            breach.words(),
                            smallest.code(),
                            Run.history(smallest));
        }
    }

    /** The first of {@code seeds} that breaks any promise. */
    static Optional<Found> through(LongStream seeds) {
        return through(seeds, List.of(Trouble.values()), List.of());
    }

    /**
     * @param troubles the kinds of fault to try
     * @param rules the promises to look at; none for all
     */
    static Optional<Found> through(LongStream seeds, List<Trouble> troubles, List<String> rules) {
        return seeds.boxed()
                .parallel()
                .flatMap(seed -> found(seed, RandomScenarios.of(seed, troubles), rules).stream())
                .findFirst();
    }

    private static Optional<Found> found(long seed, Scenario scenario, List<String> rules) {
        return Run.breach(scenario, rules).map(breach -> {
            Scenario smallest = Shrinker.shrink(scenario, breach);
            return new Found(
                    seed, smallest, Run.breach(smallest, List.of(breach.rule())).orElseThrow());
        });
    }
}
