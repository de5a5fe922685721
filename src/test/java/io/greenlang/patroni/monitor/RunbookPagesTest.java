package io.greenlang.patroni.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.generate.BurnRateRules;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.rule.Unit;
import io.greenlang.patroni.monitor.testing.MarkdownPage;
import io.greenlang.patroni.monitor.testing.MarkdownPage.Heading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert leads to a page that says the same as the catalogue. */
class RunbookPagesTest {
    private static final Path RUNBOOKS = Path.of("docs/runbooks");

    static List<Rule> rules() {
        return Catalogue.rules();
    }

    @Test
    void everyRuleHasItsPageAndEveryPageItsRule() {
        assertThat(MarkdownPage.below(RUNBOOKS))
                .extracting(MarkdownPage::name)
                .filteredOn(name -> !name.equals("README") && !name.equals(BurnRateRules.ALERT))
                .containsExactlyInAnyOrderElementsOf(
                        rules().stream().map(Rule::page).toList());
    }

    @Test
    void theOptionalRuleHasAPageOfTheSameKind() throws IOException {
        MarkdownPage page = MarkdownPage.read(RUNBOOKS.resolve(BurnRateRules.ALERT + ".md"));
        assertThat(page.headings()).isEqualTo(headings(BurnRateRules.ALERT));
        assertThat(Files.readString(Path.of("alerts/optional/burn-rate.rules.yml")))
                .contains("summary: " + page.prose().replaceAll("\\s+", " ").replaceFirst("# \\w+ (.*?\\.) .*", "$1"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyPageHasTheSameSections(Rule rule) {
        assertThat(page(rule).headings()).isEqualTo(headings(rule.name()));
    }

    private static List<Heading> headings(String alert) {
        return List.of(
                new Heading(1, alert),
                new Heading(2, "Do this now"),
                new Heading(2, "Meaning"),
                new Heading(2, "Impact"),
                new Heading(2, "Diagnosis"),
                new Heading(2, "Mitigation"),
                new Heading(2, "See also"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyPageBeginsWithTheSummary(Rule rule) {
        assertThat(text(rule)).startsWith("# " + rule.name() + " " + rule.summary() + ". ## Do this now");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyPageSaysInAtMostSixStepsWhatToDoNow(Rule rule) {
        String prose = page(rule).prose();
        String now = prose.substring(prose.indexOf("## Do this now"), prose.indexOf("## Meaning"));
        assertThat(now.lines().filter(line -> line.matches("\\d\\. .*"))).hasSizeBetween(3, 6);
        assertThat(now)
                .containsPattern("patroni-monitor status|patronictl .* list")
                .contains("kubectl exec");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyPageNamesItsKeyInTheConfiguration(Rule rule) {
        assertThat(text(rule))
                .contains(
                        rule.configKey().isEmpty() ? "no key in the configuration" : "thresholds." + rule.configKey());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyPageHasTheDefaultLimits(Rule rule) {
        for (Severity severity : rule.severities()) {
            Limit limit =
                    rule.limit(severity, Configs.LOADER.defaults().thresholds()).orElseThrow();
            if (rule.hasNumericLimit()) {
                String side = rule.unit() == Unit.SECONDS_LEFT ? "less than " : "more than ";
                assertThat(text(rule)).containsPattern(side + number(rule.unit(), limit.value()) + "(?!\\w)");
            }
            if (!limit.pendingFor().isZero()) {
                assertThat(text(rule)).containsPattern("[Ff]or " + time(limit.pendingFor()) + "(?!\\w)");
            }
        }
    }

    private static String number(Unit unit, double limit) {
        return switch (unit) {
            case SECONDS -> "%.0f s".formatted(limit);
            case SECONDS_LEFT -> "%.0f d".formatted(limit / Duration.ofDays(1).toSeconds());
            case BYTES -> "%.0f MiB".formatted(limit / 1024 / 1024);
            case PERCENT, PERCENT_OF_AGE -> "%.0f %%".formatted(limit);
            case INTERVALS -> "%.0f intervals".formatted(limit);
            case COUNT, CONDITION, DURATION -> "%.0f".formatted(limit);
        };
    }

    private static String time(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private static MarkdownPage page(Rule rule) {
        return MarkdownPage.read(RUNBOOKS.resolve(rule.page() + ".md"));
    }

    private static String text(Rule rule) {
        return page(rule).prose().replaceAll("\\s+", " ");
    }
}
