package io.greenlang.patroni.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.testing.MarkdownPage;
import io.greenlang.patroni.monitor.testing.MetricNameLint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages refer to is there. */
class DocumentationTest {
    private static final Pattern METRIC_LIKE =
            Pattern.compile("(?<![\\w.])(?:pg|patroni|pgbackrest|timescaledb)_\\w+(?![\\w.(*])");
    private static final Pattern THRESHOLD = Pattern.compile("thresholds\\.([a-z-]+[a-z])");

    /** Names of PostgreSQL and its tools, of the monitor's role and diagnoses, and of slots, which look like metrics. */
    private static final Set<String> NO_METRICS = Set.of(
            "patroni_1",
            "patroni_3",
            "patroni_down",
            "patroni_hung",
            "patroni_monitor",
            "patroni_restarted",
            "patroni_upgraded",
            "pg_basebackup",
            "pg_ctl",
            "pg_hba",
            "pg_isready",
            "pg_monitor",
            "pg_replication_slots",
            "pg_rewind",
            "pg_stat_activity",
            "pg_stat_archiver",
            "pg_stat_replication",
            "pg_stat_statements",
            "pg_stat_wal_receiver",
            "pg_switch_wal",
            "pg_terminate_backend",
            "pg_wal",
            "pg_xact");

    private final MetricNameLint lint = MetricNameLint.ofTheProduct();

    static List<MarkdownPage> pages() {
        return Stream.concat(
                        MarkdownPage.below(Path.of("docs")).stream(),
                        Stream.of("README.md", "CONTRIBUTING.md", "RATIONALE.md")
                                .map(Path::of)
                                .map(MarkdownPage::read))
                .toList();
    }

    static Stream<MarkdownPage> pagesOfTheProduct() {
        return pages().stream()
                .filter(page -> !page.name().equals("RATIONALE"))
                .map(page -> page.name().equals("migration") ? withoutFirstColumn(page) : page);
    }

    /** That column has the names of other exporters; MigrationPageTest reads it. */
    private static MarkdownPage withoutFirstColumn(MarkdownPage page) {
        return new MarkdownPage(page.file(), page.prose().replaceAll("(?m)^\\|[^|\n]*", ""), page.blocks());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFileAndAHeadingThatAreThere(MarkdownPage page) {
        List<String> broken = new ArrayList<>();
        for (String link : page.links()) {
            if (!link.startsWith("https://") && !isThere(page, link)) {
                broken.add(link);
            }
        }
        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pagesOfTheProduct")
    void noPageNamesAMetricThatNobodyExposes(MarkdownPage page) {
        assertThat(metricLike(page).filter(name -> !NO_METRICS.contains(name)))
                .allSatisfy(name ->
                        assertThat(lint.knows(name) || isFamily(name)).as(name).isTrue());
    }

    @Test
    void everythingThatIsSaidToBeNoMetricIsNamedSomewhereAndIsNone() {
        assertThat(pagesOfTheProduct().flatMap(DocumentationTest::metricLike)).containsAll(NO_METRICS);
        assertThat(NO_METRICS).noneMatch(lint::knows);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noPageNamesAThresholdThatCannotBeConfigured(MarkdownPage page) {
        Set<String> keys =
                new HashSet<>(Configs.LOADER.defaults().thresholds().byRule().keySet());
        keys.add("maintenance");
        assertThat(THRESHOLD.matcher(page.prose()).results().map(found -> found.group(1)))
                .isSubsetOf(keys);
    }

    @Test
    void theSnapshotOfThePackagesIsThatOfTheRules() {
        assertThat(Path.of("CONTRIBUTING.md"))
                .content()
                .contains(Layers.ofTheHouse().picture());
    }

    private static boolean isThere(MarkdownPage page, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target =
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        return Files.exists(target)
                && (hash < 0 || MarkdownPage.read(target).anchors().contains(link.substring(hash + 1)));
    }

    /** Without what is followed by a bracket or a dot: functions, files and schemas. */
    private static Stream<String> metricLike(MarkdownPage page) {
        Set<String> names = new TreeSet<>();
        page.codeSpans()
                .forEach(span -> METRIC_LIKE.matcher(span).results().forEach(found -> names.add(found.group())));
        return names.stream();
    }

    /** A histogram or a summary, which the metrics page lists by the name that its samples begin with. */
    private boolean isFamily(String name) {
        return lint.knows(name + "_sum");
    }
}
