package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final Scrape PAGE = Scrape.parse("""
            # HELP pg_up Whether PostgreSQL answers.
            # TYPE pg_up gauge
            pg_up{cluster="c",member="a",} 1.0
            pg_up{cluster="c",member="b"} 0 1700000000000
            plain 1.5E9
            odd{text="a\\"b\\\\n}, \\n{"} +Inf
            """);

    @Test
    void findsASeriesByTheLabelsThatMatter() {
        assertThat(PAGE.value("pg_up", "member", "a")).isEqualTo(1);
        assertThat(PAGE.value("pg_up", "member", "b", "cluster", "c")).isZero();
        assertThat(PAGE.value("plain")).isEqualTo(1.5e9);
    }

    @Test
    void listsAllSeriesOfAName() {
        assertThat(PAGE.all("pg_up"))
                .extracting(sample -> sample.label("member"))
                .containsExactly("a", "b");
        assertThat(PAGE.samples()).hasSize(4);
    }

    @Test
    void unescapesLabelValues() {
        assertThat(PAGE.all("odd"))
                .containsExactly(new Scrape.Sample("odd", Map.of("text", "a\"b\\n}, \n{"), Double.POSITIVE_INFINITY));
    }

    @Test
    void tellsAMissingSeriesFromZero() {
        assertThat(PAGE.find("pg_up", "member", "c")).isEmpty();
        assertThat(PAGE.has("pg_up", "member", "c")).isFalse();
        assertThatThrownBy(() -> PAGE.value("pg_up", "member", "c"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no pg_up{member=c}, only");
    }

    @Test
    void refusesAnAmbiguousQuestion() {
        assertThatThrownBy(() -> PAGE.find("pg_up", "cluster", "c")).hasMessageStartingWith("ambiguous");
    }

    @Test
    void refusesALineThatIsNoSample() {
        assertThatThrownBy(() -> Scrape.parse("pg_up{cluster=c} 1")).hasMessageStartingWith("not labels");
        assertThatThrownBy(() -> Scrape.parse("<html>")).hasMessageStartingWith("not a sample");
        assertThatThrownBy(() -> Scrape.parse("x{a=\"1\",a=\"2\"} 1")).hasMessageStartingWith("label twice");
    }
}
