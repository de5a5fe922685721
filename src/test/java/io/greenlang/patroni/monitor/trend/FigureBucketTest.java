package io.greenlang.patroni.monitor.trend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FigureBucketTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 86_400, 4_294_967_296.0})
    void survivesPacking(double value) {
        assertThat(FigureBucket.unpacked(FigureBucket.known(value, false).packed()))
                .isEqualTo(FigureBucket.known(value, false));
        assertThat(FigureBucket.unpacked(FigureBucket.known(value, true).packed())
                        .kind())
                .isEqualTo(FigureBucket.Kind.AT_LEAST);
        assertThat(FigureBucket.unpacked(FigureBucket.known(value, true).packed())
                        .value())
                .isBetween(value * 0.999, value * 1.001);
    }

    @Test
    void survivesPackingWithoutAValue() {
        assertThat(FigureBucket.unpacked(FigureBucket.UNKNOWN.packed())).isEqualTo(FigureBucket.UNKNOWN);
        assertThat(FigureBucket.unpacked(FigureBucket.NONE.packed())).isEqualTo(FigureBucket.NONE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
    void doesNotKnowWhatIsNoNumber(double odd) {
        assertThat(FigureBucket.known(odd, false)).isEqualTo(FigureBucket.UNKNOWN);
    }

    @Test
    void prefersTheHigherValueAndAnyValueToNone() {
        FigureBucket low = FigureBucket.known(1, true);
        FigureBucket high = FigureBucket.known(2, false);

        assertThat(low.worse(high)).isEqualTo(high);
        assertThat(high.worse(low)).isEqualTo(high);
        assertThat(low.worse(FigureBucket.UNKNOWN)).isEqualTo(low);
        assertThat(FigureBucket.UNKNOWN.worse(low)).isEqualTo(low);
        assertThat(FigureBucket.NONE.worse(FigureBucket.UNKNOWN)).isEqualTo(FigureBucket.UNKNOWN);
        assertThat(FigureBucket.UNKNOWN.worse(FigureBucket.NONE)).isEqualTo(FigureBucket.UNKNOWN);
    }
}
