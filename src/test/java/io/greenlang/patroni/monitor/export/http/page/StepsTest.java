package io.greenlang.patroni.monitor.export.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.trend.FigureBucket;
import io.greenlang.patroni.monitor.trend.FigureBucket.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepsTest {
    private static final FigureBucket NONE = new FigureBucket(Kind.NONE, 0);
    private static final FigureBucket UNKNOWN = new FigureBucket(Kind.UNKNOWN, 0);

    @Test
    void drawsAStepForEachBucketAndOneStrokeForEqualOnes() {
        assertThat(line(0, 0, 10, 10, 10, 5)).isEqualTo("M0 46h4v-44h6v22h2");
    }

    @Test
    void interruptsTheLineWhereNothingIsKnown() {
        List<FigureBucket> hour = List.of(known(0), UNKNOWN, UNKNOWN, known(10), NONE, known(10));

        assertThat(new Steps(10).line(hour, Kind.KNOWN)).isEqualTo("M0 46h2M6 2h2M10 2h2");
        assertThat(Steps.blocks(hour, FigureBucket::isUnknown, 0, 48)).isEqualTo("M2 0h4v48h-4z");
    }

    @Test
    void drawsLowerBoundsByThemselves() {
        List<FigureBucket> hour = List.of(known(0), new FigureBucket(Kind.AT_LEAST, 5), known(0));

        assertThat(new Steps(10).line(hour, Kind.KNOWN)).isEqualTo("M0 46h2M4 46h2");
        assertThat(new Steps(10).line(hour, Kind.AT_LEAST)).isEqualTo("M2 24h2");
    }

    @Test
    void drawsNothingOfNothing() {
        assertThat(new Steps(10).line(List.of(NONE, UNKNOWN), Kind.KNOWN)).isNull();
        assertThat(Steps.blocks(List.of(NONE), FigureBucket::isUnknown, 0, 48)).isNull();
    }

    @Test
    void staysWithinTheSnapshot() {
        assertThat(line(1e30, 0)).isEqualTo("M0 2h2v44h2");
        assertThat(new Steps(10).across(10)).isEqualTo("M0 2h240");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "de-DE", "fa-IR", "th-TH-u-nu-thai"})
    void writesNumbersTheSameEverywhere(String language) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            assertThat(line(0, 2.5)).isEqualTo("M0 46h2v-11h2");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String line(double... values) {
        return new Steps(10)
                .line(Arrays.stream(values).mapToObj(StepsTest::known).toList(), Kind.KNOWN);
    }

    private static FigureBucket known(double value) {
        return new FigureBucket(Kind.KNOWN, value);
    }
}
