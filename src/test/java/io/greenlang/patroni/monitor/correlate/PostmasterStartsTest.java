package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import org.junit.jupiter.api.Test;

class PostmasterStartsTest {
    private final PostmasterStarts starts = new PostmasterStarts();

    /** The history of the day before names it. */
    @Test
    void knowsTheStartOfAMemberThatLeft() {
        observe(0, "n1");
        observe(5, "n2");

        assertThat(starts.isJustBefore("n1", at(-20))).isTrue();
    }

    /** Somebody who writes to the DCS can list new names in each round. */
    @Test
    void forgetsThoseThatLeftWhenThereAreTooMany() {
        for (int i = 0; i < 1000; i++) {
            observe(i, "made-up-" + i);
        }

        assertThat(starts.keep()).hasSizeLessThan(202).containsKey("made-up-999");
    }

    private void observe(int second, String name) {
        starts.observe(
                Round.of(second, Member.primary(name, 1, 1).started(at(-30))).seen());
    }
}
