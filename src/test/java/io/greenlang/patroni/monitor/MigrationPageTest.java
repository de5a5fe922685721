package io.greenlang.patroni.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.export.prometheus.BuildInfo;
import io.greenlang.patroni.monitor.export.prometheus.Metric;
import io.greenlang.patroni.monitor.export.prometheus.MetricCatalogue;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.testing.MarkdownPage;
import io.greenlang.patroni.monitor.testing.MetricNameLint;
import io.greenlang.patroni.monitor.testing.PromqlNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/migration.md} says of each name of another exporter what the catalogue says. */
class MigrationPageTest {
    private static final MarkdownPage PAGE = MarkdownPage.read(Path.of("docs/migration.md"));
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final Pattern DROPPED = Pattern.compile("regex: (\\S+)");
    private static final String NOT_EXPORTED = "not exported";

    private final MetricNameLint lint = MetricNameLint.ofTheProduct();

    /** @param there the other exporter's names, those that end in {@code *} left out */
    private record Row(List<String> there, String here, String type) {
        static Row of(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(names(cells[1]), cells[3].strip(), cells[4].strip());
        }
    }

    @Test
    void whatIsExportedHasThatNameAndThatType() {
        Map<String, String> types = new MetricCatalogue(new BuildInfo("", ""))
                .metrics().stream()
                        .collect(Collectors.toMap(
                                Metric::name, metric -> metric.type().label()));
        List<Row> exported =
                rows().filter(row -> !row.here().equals(NOT_EXPORTED)).toList();
        assertThat(exported).hasSizeGreaterThan(40);
        assertThat(exported)
                .allSatisfy(
                        row -> assertThat(types).containsEntry(names(row.here()).get(0), row.type()));
    }

    @Test
    void whatIsNotExportedIsExposedByNobody() {
        List<Row> missing =
                rows().filter(row -> row.here().equals(NOT_EXPORTED)).toList();
        assertThat(missing).hasSizeGreaterThan(20);
        assertThat(missing).flatExtracting(Row::there).noneMatch(lint::knows);
        assertThat(missing).extracting(Row::type).containsOnly("");
    }

    /** While both are scraped, a rule must not judge the other exporter's series. */
    @Test
    void theNamesToDropAreThoseThatTheRulesAskFor() {
        Set<String> shared = rows().flatMap(row -> row.there().stream()).collect(Collectors.toCollection(TreeSet::new));
        Thresholds defaults = Configs.LOADER.defaults().thresholds();
        shared.retainAll(Catalogue.rules().stream()
                .flatMap(rule -> asked(rule, defaults))
                .collect(Collectors.toSet()));
        List<String> dropped = PAGE.blocks("yaml").stream()
                .flatMap(block -> DROPPED.matcher(block).results())
                .flatMap(found -> Stream.of(found.group(1).split("\\|", -1)))
                .toList();
        assertThat(dropped).containsExactlyElementsOf(shared);
    }

    private static Stream<Row> rows() {
        return PAGE.prose()
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| there "))
                .map(Row::of);
    }

    private static Stream<String> asked(Rule rule, Thresholds thresholds) {
        return rule.severities().stream()
                .flatMap(severity -> rule.promql(severity, thresholds).stream())
                .flatMap(promql -> PromqlNames.of(promql).uses().stream())
                .map(PromqlNames.Use::metric);
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(found -> found.group(1)).toList();
    }
}
