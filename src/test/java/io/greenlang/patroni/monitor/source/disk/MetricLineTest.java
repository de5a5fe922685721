package io.greenlang.patroni.monitor.source.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricLineTest {
    @Test
    void readsASeriesWithLabels() {
        assertThat(MetricLine.parse("node_filesystem_size_bytes{device=\"/dev/vda\",mountpoint=\"/\"} 1.0433e+11"))
                .contains(new MetricLine(
                        "node_filesystem_size_bytes", Map.of("device", "/dev/vda", "mountpoint", "/"), 1.0433e11));
    }

    @Test
    void readsEscapedLabels() {
        assertThat(MetricLine.parse("a{path=\"C:\\\\DIR\\\\\",say=\"\\\"}, {\\n\"} 1"))
                .contains(new MetricLine("a", Map.of("path", "C:\\DIR\\", "say", "\"}, {\n"), 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{b=\"c\"} 5",
                "a{b=\"c\",} 5",
                "  a { b = \"c\" , }\t5  ",
                "a{b=\"c\"}5",
                "a{b=\"c\"} 5 1700000000000",
                "a{b=\"c\"} 5.0 1700000000.5 # {trace_id=\"x\"} 1"
            })
    void isTolerantOfBlanksTimesAndExemplars(String line) {
        assertThat(MetricLine.parse(line)).contains(new MetricLine("a", Map.of("b", "c"), 5));
    }

    @ParameterizedTest
    @CsvSource({"+Inf, Infinity", "Inf, Infinity", "-Inf, -Infinity", "NaN, NaN", "1e3, 1000", "-0.5, -0.5"})
    void readsEveryKindOfNumber(String text, double value) {
        assertThat(MetricLine.parse("up " + text).map(MetricLine::value)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# HELP a b",
                "# TYPE a gauge",
                "a",
                "a ",
                "a{b=\"c\"}",
                "a{b=\"c} 1",
                "a{b=\"c\\",
                "a{b=c} 1",
                "a{b} 1",
                "a{=\"c\"} 1",
                "a{b=\"c\" d=\"e\"} 1",
                "a{b=\"c\"",
                "a one",
                "{a=\"b\"} 1",
                "<html>"
            })
    void takesNothingElseForASeries(String line) {
        assertThat(MetricLine.parse(line)).isEmpty();
    }
}
