package io.greenlang.patroni.monitor.trend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 86_400, 4_294_967_296.0})
    void survivesPacking(double value) {
        assertThat(Level.unpacked(Level.known(value, false).packed())).isEqualTo(Level.known(value, false));
        assertThat(Level.unpacked(Level.known(value, true).packed()).kind()).isEqualTo(Level.Kind.AT_LEAST);
        assertThat(Level.unpacked(Level.known(value, true).packed()).value()).isBetween(value * 0.999, value * 1.001);
    }

    @Test
    void survivesPackingWithoutAValue() {
        assertThat(Level.unpacked(Level.UNKNOWN.packed())).isEqualTo(Level.UNKNOWN);
        assertThat(Level.unpacked(Level.NONE.packed())).isEqualTo(Level.NONE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
    void doesNotKnowWhatIsNoNumber(double odd) {
        assertThat(Level.known(odd, false)).isEqualTo(Level.UNKNOWN);
    }

    @Test
    void prefersTheHigherValueAndAnyValueToNone() {
        Level low = Level.known(1, true);
        Level high = Level.known(2, false);

        assertThat(low.worse(high)).isEqualTo(high);
        assertThat(high.worse(low)).isEqualTo(high);
        assertThat(low.worse(Level.UNKNOWN)).isEqualTo(low);
        assertThat(Level.UNKNOWN.worse(low)).isEqualTo(low);
        assertThat(Level.NONE.worse(Level.UNKNOWN)).isEqualTo(Level.UNKNOWN);
        assertThat(Level.UNKNOWN.worse(Level.NONE)).isEqualTo(Level.UNKNOWN);
    }
}
