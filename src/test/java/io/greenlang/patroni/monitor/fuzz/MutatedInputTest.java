package io.greenlang.patroni.monitor.fuzz;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever others send: no parser throws what it doesn't declare, or takes memory out of proportion. The same inputs in
 * every run; {@code make fuzz} looks for new ones.
 */
@Timeout(120)
class MutatedInputTest {
    private static final long SEED = 14;
    private static final int INPUTS = 5000;
    /** Reading a configuration reads all of the defaults each time. */
    private static final int SLOW_INPUTS = 500;

    static List<FuzzTarget> targets() {
        return FuzzTargets.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void parserAnswersOrGivesItsSignal(FuzzTarget target) {
        Trial trial = new Trial(target);
        Mutator mutator = new Mutator(target.samples(), new Random(SEED));
        int inputs = target.name().equals("configuration") ? SLOW_INPUTS : INPUTS;
        for (int i = 0; i < inputs; i++) {
            trial.run(mutator.next());
        }
        System.out.println(trial.summary());
    }
}
