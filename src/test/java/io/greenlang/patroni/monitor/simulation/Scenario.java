package io.greenlang.patroni.monitor.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What happens to a cluster, and when. The members are a, b, c, …; a leads at first. Nothing else happens, and nothing is
 * left to chance: the same scenario always gives the same history.
 *
 * @param rounds of {@link World#ROUND} each
 */
record Scenario(Setting setting, int rounds, List<Step> steps) {
    private static final int DEFAULT_ROUNDS = 60;

    Scenario {
        steps = List.copyOf(steps);
    }

    /**
     * @param failsafe {@code failsafe_mode}
     * @param kubernetes a dead member stays listed
     * @param walPerRound bytes that the primary writes between two rounds; 0 for an idle one
     */
    record Setting(int members, String patroniVersion, boolean failsafe, boolean kubernetes, long walPerRound) {
        List<String> names() {
            return IntStream.range(0, members)
                    .mapToObj(i -> String.valueOf((char) ('a' + i)))
                    .toList();
        }
    }

    record Step(int round, Fault fault) {
        boolean isActive(int inRound) {
            return inRound >= round && inRound - round < fault.rounds();
        }
    }

    /** A quiet cluster of Patroni 4.1 in which something is written. */
    static Scenario of(int members) {
        return new Scenario(new Setting(members, "4.1.4", false, false, 100_000), DEFAULT_ROUNDS, List.of());
    }

    Scenario rounds(int newRounds) {
        return new Scenario(setting, newRounds, steps);
    }

    Scenario patroni(String version) {
        return with(new Setting(setting.members, version, setting.failsafe, setting.kubernetes, setting.walPerRound));
    }

    Scenario failsafe() {
        return with(
                new Setting(setting.members, setting.patroniVersion, true, setting.kubernetes, setting.walPerRound));
    }

    Scenario kubernetes() {
        return with(new Setting(setting.members, setting.patroniVersion, setting.failsafe, true, setting.walPerRound));
    }

    Scenario writing(long walPerRound) {
        return with(new Setting(
                setting.members, setting.patroniVersion, setting.failsafe, setting.kubernetes, walPerRound));
    }

    Scenario with(Setting newSetting) {
        return new Scenario(newSetting, rounds, steps);
    }

    Scenario with(List<Step> newSteps) {
        return new Scenario(setting, rounds, newSteps);
    }

    /** @param round from 1; the faults of one round come before it is looked at */
    Scenario at(int round, Fault... faults) {
        List<Step> more = new ArrayList<>(steps);
        Stream.of(faults).forEach(fault -> more.add(new Step(round, fault)));
        return with(more);
    }

    /** As it stands in a test. */
    String code() {
        Scenario plain = of(setting.members);
        StringBuilder code = new StringBuilder("Scenario.of(" + setting.members + ")");
        code.append(rounds == plain.rounds ? "" : ".rounds(" + rounds + ")");
        code.append(
                setting.patroniVersion.equals(plain.setting.patroniVersion)
                        ? ""
                        : ".patroni(\"" + setting.patroniVersion + "\")");
        code.append(setting.failsafe ? ".failsafe()" : "");
        code.append(setting.kubernetes ? ".kubernetes()" : "");
        code.append(setting.walPerRound == plain.setting.walPerRound ? "" : ".writing(" + setting.walPerRound + "L)");
        code.append(steps.stream()
                .sorted(Comparator.comparingInt(Step::round))
                .map(step -> "\n        .at(" + step.round + ", " + step.fault.code() + ")")
                .collect(Collectors.joining()));
        return code.toString();
    }
}
