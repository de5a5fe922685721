package io.greenlang.patroni.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.testing.MarkdownPage;
import io.greenlang.patroni.monitor.testing.MetricNameLint;
import io.greenlang.patroni.monitor.testing.MetricNameLint.Expression;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No expression that is shipped asks for what nobody exposes. */
class MetricNamesTest {
    private static final Thresholds DEFAULTS = Configs.LOADER.defaults().thresholds();

    private final MetricNameLint lint = MetricNameLint.ofTheProduct();

    @Test
    void theRulesAskOnlyForWhatIsExposed() {
        List<Expression> expressions = Catalogue.rules().stream()
                .flatMap(rule -> expressions(rule, DEFAULTS))
                .toList();
        assertThat(expressions).hasSizeGreaterThan(Catalogue.rules().size());
        assertThat(lint.problems(expressions)).isEmpty();
    }

    @Test
    void thePagesAskOnlyForWhatIsExposed() {
        List<Expression> expressions = Stream.concat(
                        MarkdownPage.below(Path.of("docs")).stream(),
                        Stream.of(MarkdownPage.read(Path.of("README.md"))))
                .flatMap(MetricNamesTest::expressions)
                .toList();
        assertThat(expressions).hasSizeGreaterThan(10);
        assertThat(lint.problems(expressions)).isEmpty();
    }

    private static Stream<Expression> expressions(Rule rule, Thresholds thresholds) {
        return rule.severities().stream()
                .flatMap(severity -> rule.promql(severity, thresholds).stream()
                        .map(promql -> new Expression(rule + " " + severity.label(), promql)));
    }

    /** A line of a page is a query. */
    private static Stream<Expression> expressions(MarkdownPage page) {
        return page.blocks("promql").stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .map(line -> new Expression(page.toString(), line.strip()));
    }
}
