package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.simulation.Scenario.Setting;
import io.greenlang.patroni.monitor.simulation.Scenario.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Scenarios by a seed. Each takes its faults from a few kinds only: what hides in a combination is found sooner. */
final class RandomScenarios {
    static final int ROUNDS = 200;
    /** The daemon has seen the cluster well before. */
    static final int FIRST_FAULT = 3;

    private static final int QUIET_EVERY = 20;
    private static final List<String> VERSIONS = List.of("2.1.4", "3.0.2", "3.3.8", "4.1.4");

    private RandomScenarios() {}

    static Scenario of(long seed) {
        return of(seed, List.of(Trouble.values()));
    }

    /** @param from the kinds of fault to choose from */
    static Scenario of(long seed, List<Trouble> from) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        random.nextLong();
        int members = random.nextInt(8) == 0 ? 2 : random.nextInt(4) == 0 ? 4 : 3;
        Setting setting = new Setting(
                members,
                VERSIONS.get(random.nextInt(VERSIONS.size())),
                random.nextInt(3) == 0,
                random.nextInt(4) == 0,
                random.nextInt(3) == 0 ? 0 : 100_000);
        Scenario scenario = new Scenario(setting, ROUNDS, List.of());
        return seed % QUIET_EVERY == 0 ? scenario : scenario.with(steps(random, setting.names(), kinds(random, from)));
    }

    private static List<Trouble> kinds(Random random, List<Trouble> from) {
        List<Trouble> shuffled = new ArrayList<>(from);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(shuffled.size(), 2 + random.nextInt(5)));
    }

    private static List<Step> steps(Random random, List<String> members, List<Trouble> kinds) {
        List<Step> steps = new ArrayList<>();
        int count = 1 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            Trouble kind = kinds.get(random.nextInt(kinds.size()));
            Fault fault = kind.isAboutMember() ? kind.on(members.get(random.nextInt(members.size()))) : kind.now();
            steps.add(new Step(FIRST_FAULT + random.nextInt(ROUNDS * 3 / 4), fault.lasting(duration(random))));
        }
        return steps;
    }

    private static int duration(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(6);
            case 1 -> 5 + random.nextInt(30);
            case 2 -> 30 + random.nextInt(120);
            default -> Fault.FOREVER;
        };
    }
}
