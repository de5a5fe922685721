package io.greenlang.patroni.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.export.http.ReportJson;
import io.greenlang.patroni.monitor.testing.MarkdownPage;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.ShellCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the pages take out of the monitor's JSON with jq is in it. */
class JsonInPagesTest {
    /** What the command writes, as CommandJsonTest has it. */
    private static final Path PREFLIGHT = Path.of("src/test/resources/json/preflight.json");

    private static final Pattern PROGRAM = Pattern.compile("jq(?: -\\w+)? '([^']*)'");
    private static final Pattern PATH = Pattern.compile("\\.([a-z_][a-z0-9_]*)");
    private static final Pattern SHORTHAND = Pattern.compile("(?<=[{,]) ?([a-z_][a-z0-9_]*) ?(?=[,}])");

    @Test
    void everyFieldThatAPageAsksForIsThere() throws IOException {
        Set<String> known = new TreeSet<>();
        collectFields(ReportJson.clusters(Reports.eventful()), known);
        collectFields(ReportJson.alerts(Reports.eventful()), known);
        collectFields(new ObjectMapper().readTree(PREFLIGHT.toFile()), known);
        List<String> programs = MarkdownPage.below(Path.of("docs")).stream()
                .flatMap(page -> page.blocks("bash").stream())
                .flatMap(block -> ShellCommands.of(block).stream())
                .filter(command -> command.contains("$MONITOR/api/v1/") || command.contains("-maintenance.json"))
                .flatMap(command -> PROGRAM.matcher(command).results())
                .map(found -> found.group(1))
                .toList();
        assertThat(programs).hasSizeGreaterThan(15);
        assertThat(programs).allSatisfy(program -> assertThat(known).containsAll(fields(program)));
    }

    private static Set<String> fields(String program) {
        Set<String> fields = new TreeSet<>();
        for (Pattern pattern : List.of(PATH, SHORTHAND)) {
            pattern.matcher(program).results().forEach(found -> fields.add(found.group(1)));
        }
        assertThat(fields).as(program).isNotEmpty();
        return fields;
    }

    private static void collectFields(JsonNode node, Set<String> fields) {
        node.fieldNames().forEachRemaining(fields::add);
        node.forEach(child -> collectFields(child, fields));
    }
}
