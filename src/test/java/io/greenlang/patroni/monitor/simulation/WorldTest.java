package io.greenlang.patroni.monitor.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.simulation.Invariant.Breach;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The simulated cluster does what Patroni does. */
class WorldTest {
    @Test
    void isQuietWhenNothingHappens() {
        Frame end = Run.last(Scenario.of(3).rounds(200));

        assertThat(end.writers()).containsExactly("a");
        assertThat(end.world().leaders).hasSize(1);
        assertThat(end.alertsInWords()).isEqualTo("healthy");
    }

    @Test
    void failsOverWhenTheLeadersHostIsLost() {
        Scenario scenario = Scenario.of(3).at(3, Trouble.HOST_LOST.on("a").lasting(20));

        assertThat(Run.last(scenario.rounds(8)).writers()).isEmpty();
        assertThat(Run.last(scenario.rounds(12)).writers()).containsExactly("b");
        assertThat(timelines(Run.last(scenario.rounds(40)))).containsExactly(2);
    }

    @Test
    void hasTwoPrimariesWhenTheLeadersPatroniIsKilledUntilItIsBack() {
        Scenario scenario = Scenario.of(3).at(3, Trouble.PATRONI_KILLED.on("a").lasting(20));

        assertThat(Run.last(scenario.rounds(12)).writers()).containsExactly("a", "b");
        assertThat(Run.last(scenario.rounds(40)).writers()).containsExactly("b");
    }

    @Test
    void demotesALeaderThatLosesTheDcs() {
        Scenario scenario = Scenario.of(3).at(3, Trouble.DCS_CUT.on("a"));

        assertThat(Run.last(scenario.rounds(5)).writers()).isEmpty();
        assertThat(Run.last(scenario.rounds(12)).writers()).containsExactly("b");
    }

    @Test
    void keepsTheLeaderInFailsafeModeWhileAllMembersAgree() {
        Scenario scenario = Scenario.of(3).failsafe().at(3, Trouble.DCS_DOWN.now());

        assertThat(Run.last(scenario).writers()).containsExactly("a");
        assertThat(Run.last(scenario.at(20, Trouble.PATRONI_HUNG.on("b"))).writers())
                .isEmpty();
    }

    @Test
    void failsOverToNobodyWhilePaused() {
        Scenario scenario = Scenario.of(3).at(3, Trouble.PAUSE.now()).at(8, Trouble.PATRONI_KILLED.on("a"));

        assertThat(Run.last(scenario).writers()).containsExactly("a");
    }

    @Test
    void switchesOverWithoutAnOverlap() {
        Scenario scenario = Scenario.of(3).at(3, Trouble.SWITCHOVER.now().lasting(4));
        Set<String> writers = new TreeSet<>();
        for (int round = 1; round <= 20; round++) {
            Set<String> now = Run.last(scenario.rounds(round)).writers();
            assertThat(now).hasSizeLessThan(2);
            writers.addAll(now);
        }

        assertThat(writers).containsExactly("a", "b");
        assertThat(timelines(Run.last(scenario))).containsExactly(2);
    }

    @Test
    void livesTheSameHistoryAgain() {
        Scenario scenario = RandomScenarios.of(7);

        assertThat(Run.history(scenario)).isEqualTo(Run.history(RandomScenarios.of(7)));
    }

    @Test
    void shrinksWhatBreaksAPromiseAndPrintsItAsCode() {
        Scenario busy = Scenario.of(4)
                .rounds(200)
                .kubernetes()
                .at(9, Trouble.PAUSE.now().lasting(3))
                .at(20, Trouble.HOST_LOST.on("c").lasting(70))
                .at(31, Trouble.ANSWERS_SLOWLY.on("b"));
        Scenario smallest = Shrinker.shrink(busy, WorldTest::breaksWhileAHostIsLost);

        assertThat(smallest.code()).isEqualTo("""
                Scenario.of(3).rounds(25)
                        .at(3, HOST_LOST.on("c"))""");
    }

    private static Optional<Breach> breaksWhileAHostIsLost(Scenario scenario) {
        boolean lost = scenario.steps().stream().anyMatch(step -> step.fault().trouble() == Trouble.HOST_LOST);
        return lost ? Optional.of(new Breach("planted", 25, "a host is lost")) : Optional.empty();
    }

    private static Set<Integer> timelines(Frame frame) {
        Set<Integer> timelines = new TreeSet<>();
        frame.world().machines.forEach(machine -> timelines.add(machine.timeline));
        return timelines;
    }
}
