package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.simulation.Invariant.Breach;
import io.greenlang.patroni.monitor.simulation.Scenario.Setting;
import io.greenlang.patroni.monitor.simulation.Scenario.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a scenario smaller for as long as the same promise is broken: fewer faults, rounds and members, simpler ones. */
final class Shrinker {
    private final Function<Scenario, Optional<Breach>> breaks;

    private Shrinker(Function<Scenario, Optional<Breach>> breaks) {
        this.breaks = breaks;
    }

    static Scenario shrink(Scenario scenario, Breach breach) {
        return shrink(scenario, smaller -> Run.breach(smaller, List.of(breach.rule())));
    }

    /** @param breaks how a scenario breaks the promise; empty when it does not */
    static Scenario shrink(Scenario scenario, Function<Scenario, Optional<Breach>> breaks) {
        Shrinker shrinker = new Shrinker(breaks);
        Scenario smallest = scenario;
        for (Optional<Scenario> next = Optional.of(smallest); next.isPresent(); next = shrinker.smaller(smallest)) {
            smallest = next.get();
        }
        return smallest;
    }

    private Optional<Scenario> smaller(Scenario scenario) {
        return candidates(scenario)
                .flatMap(candidate -> breaks.apply(candidate).stream().map(breach -> candidate.rounds(breach.round())))
                .findFirst();
    }

    private static Stream<Scenario> candidates(Scenario scenario) {
        return Stream.of(
                        withoutOneFault(scenario),
                        withoutTheLastMember(scenario),
                        simplerSettings(scenario),
                        simplerFaults(scenario))
                .flatMap(s -> s);
    }

    private static Stream<Scenario> withoutOneFault(Scenario scenario) {
        List<Step> steps = scenario.steps();
        return IntStream.range(0, steps.size()).mapToObj(i -> {
            List<Step> fewer = new ArrayList<>(steps);
            fewer.remove(i);
            return scenario.with(fewer);
        });
    }

    private static Stream<Scenario> withoutTheLastMember(Scenario scenario) {
        List<String> names = scenario.setting().names();
        String last = names.get(names.size() - 1);
        boolean needed =
                scenario.steps().stream().anyMatch(step -> step.fault().member().equals(last));
        Setting old = scenario.setting();
        return needed || old.members() <= 2
                ? Stream.empty()
                : Stream.of(scenario.with(new Setting(
                        old.members() - 1, old.patroniVersion(), old.failsafe(), old.kubernetes(), old.walPerRound())));
    }

    private static Stream<Scenario> simplerSettings(Scenario scenario) {
        Setting old = scenario.setting();
        Setting plain = Scenario.of(old.members()).setting();
        return Stream.of(
                        new Setting(
                                old.members(),
                                plain.patroniVersion(),
                                old.failsafe(),
                                old.kubernetes(),
                                old.walPerRound()),
                        new Setting(old.members(), old.patroniVersion(), false, old.kubernetes(), old.walPerRound()),
                        new Setting(old.members(), old.patroniVersion(), old.failsafe(), false, old.walPerRound()),
                        new Setting(
                                old.members(),
                                old.patroniVersion(),
                                old.failsafe(),
                                old.kubernetes(),
                                plain.walPerRound()))
                .filter(simpler -> !simpler.equals(old))
                .map(scenario::with);
    }

    /** For good instead of for a while, for a shorter while, and sooner. */
    private static Stream<Scenario> simplerFaults(Scenario scenario) {
        List<Step> steps = scenario.steps();
        return IntStream.range(0, steps.size()).boxed().flatMap(i -> {
            Step step = steps.get(i);
            Fault fault = step.fault();
            Stream<Fault> simpler = fault.isForever()
                    ? Stream.empty()
                    : Stream.of(Fault.FOREVER, fault.rounds() / 2, fault.rounds() - 1)
                            .filter(rounds -> rounds > 0)
                            .map(fault::lasting);
            Stream<Integer> sooner = Stream.of(step.round() / 2, step.round() - 10, step.round() - 1)
                    .filter(round -> round >= RandomScenarios.FIRST_FAULT);
            return Stream.concat(
                            simpler.map(f -> new Step(step.round(), f)), sooner.map(round -> new Step(round, fault)))
                    .map(changed -> {
                        List<Step> others = new ArrayList<>(steps);
                        others.set(i, changed);
                        return scenario.with(others);
                    });
        });
    }
}
