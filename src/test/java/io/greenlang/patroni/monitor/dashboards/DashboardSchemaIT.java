package io.greenlang.patroni.monitor.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboards before the TypeScript compiler and Grafana's own types: no field that Grafana does not know. */
@Timeout(120)
class DashboardSchemaIT {
    private static final Path SOURCES = Path.of("src/test/grafana");
    private static final Path FOLDER = Target.FOLDER.resolve("grafana");
    private static final Path COMPILER = FOLDER.resolve("node_modules/.bin/tsc");
    private static final Path CHECKED = FOLDER.resolve("checked");

    /** An exclamation mark is where a letter too many goes. */
    private static final List<String> MISSPELT = List.of(
            "\"edit!able\":",
            "\"color!Mode\":",
            "\"line!Width\":",
            "\"exp!r\":",
            "\"icon!Color\":",
            "\"re!fresh\":2",
            "\"target!Blank\":",
            "\"thresholds!Style\":",
            "\"id\":\"custom.wi!dth\"",
            "\"mode\":\"das!hed\"",
            "\"type\":\"spec!ial\"");

    @BeforeAll
    static void putTheTypesInPlace() throws IOException {
        if (!Files.isExecutable(COMPILER)) {
            throw new IllegalStateException(COMPILER + " is missing; src/setup/setup.sh --tests installs it");
        }
        for (String file : List.of("tsconfig.json", "dashboard.ts")) {
            Files.write(FOLDER.resolve(file), Files.readAllBytes(SOURCES.resolve(file)));
        }
    }

    @Test
    void hasOnlyFieldsThatGrafanaKnows() throws IOException {
        emptyChecked();
        for (Dashboard dashboard : Dashboard.shipped()) {
            write(dashboard.uid(), Files.readString(dashboard.file()));
        }

        Command.Result result = compile();

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }

    @Test
    void aMisspeltFieldIsFound() throws IOException {
        String json = onePanelOfEachType(Dashboard.shipped("patroni-overview"));
        emptyChecked();
        for (int i = 0; i < MISSPELT.size(); i++) {
            write("misspelt" + i, planted(json, MISSPELT.get(i)));
        }

        Command.Result result = compile();

        assertThat(result.exitCode()).isNotZero();
        for (int i = 0; i < MISSPELT.size(); i++) {
            assertThat(result.out()).as(MISSPELT.get(i)).contains("checked/misspelt" + i + ".ts(");
        }
    }

    /** Panels with limits rather than without. */
    private static String onePanelOfEachType(Dashboard dashboard) {
        Map<String, JsonNode> byType = new TreeMap<>();
        dashboard.panels().forEach(panel -> {
            if (panel.hasLimitLines() || !byType.containsKey(panel.type())) {
                byType.put(panel.type(), panel.json());
            }
        });
        ObjectNode excerpt = dashboard.json().deepCopy();
        excerpt.putArray("panels").addAll(byType.values());
        return excerpt.toString();
    }

    /** The first of such fields is misspelt, the rest of the file stays as it is. */
    private static String planted(String json, String wrong) {
        Matcher place = Pattern.compile(wrong.replaceFirst("!(\\w)", "$1")).matcher(json);
        assertThat(place.find()).as(wrong).isTrue();
        return place.replaceFirst(wrong.replace("!", "x"));
    }

    private static void emptyChecked() throws IOException {
        Target.deleteRecursively(CHECKED);
        Files.createDirectories(CHECKED);
    }

    private static void write(String name, String json) throws IOException {
        Files.writeString(
                CHECKED.resolve(name + ".ts"),
                "import type { Dashboard } from '../dashboard.js';\nexport const checked: Dashboard =\n" + json
                        + ";\n");
    }

    private static Command.Result compile() {
        return Command.run(
                COMPILER.toString(), "-p", FOLDER.resolve("tsconfig.json").toString());
    }
}
